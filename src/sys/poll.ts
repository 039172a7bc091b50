import { refusals, type SysError } from '../errno.js';
import type { Fd } from '../fd.js';
import { layout, native } from '../native.js';
import { ok, type Result } from '../result.js';
import { type Codec, struct } from '../struct.js';

/** What poll(2) documents. */
export type PollCode = 'EINTR' | 'EINVAL' | 'ENOMEM';

/** C's `struct pollfd`. */
export interface PollFd {
  /** A descriptor; a negative number is passed over. */
  readonly fd: Fd | -1;
  /** What to wait for: `POLLIN`, `POLLOUT`, `POLLRDHUP`, `POLLPRI`, or-ed. */
  readonly events: number;
  /** What there is: of `events`, and `POLLERR`, `POLLHUP`, `POLLNVAL` in any case. Filled in by {@link poll}. */
  revents?: number;
}

const refused = refusals<PollCode>('poll');
const { size } = layout('pollfd');
const pollfd: Codec<Required<PollFd>> = struct('pollfd');

/**
 * `int poll(struct pollfd *fds, nfds_t nfds, int timeout)`: poll(2). Waits until one of the descriptors is ready. It blocks the
 * thread, Node's event loop with it, for as long as you say. (On arm64 the kernel has only ppoll, and libc calls that.)
 *
 * @param fds the descriptors; `revents` is written into them
 * @param timeout milliseconds; 0 does not wait, negative waits without end
 * @returns how many have something in `revents`; 0 when the time ran out
 *
 * **Errors**: `EINTR` a signal came, whatever SA_RESTART says; `EINVAL` more descriptors than RLIMIT_NOFILE.
 *
 * **strace**: `poll([{fd=3, events=POLLIN}], 1, 1000) = 1 ([{fd=3, revents=POLLIN}])`, which `-e trace=%network` does not show
 *
 * @example
 * ```ts
 * import { AF_UNIX, poll, POLLIN, POLLOUT, SOCK_STREAM, socketpair, unwrap } from 'sys-socket';
 *
 * const [a] = unwrap(socketpair(AF_UNIX, SOCK_STREAM, 0));
 * const waiting = { fd: a, events: POLLIN | POLLOUT, revents: 0 };
 * console.log(unwrap(poll([waiting], 1000)), waiting.revents === POLLOUT); // 1 true
 * ```
 */
export function poll(fds: readonly PollFd[], timeout: number): Result<number, SysError<PollCode>> {
  const bytes = new Uint8Array(fds.length * size);
  fds.forEach((waiting, i) => {
    bytes.set(pollfd.encode({ ...waiting, revents: 0 }, `poll: fds[${i}]`), i * size);
  });
  const ready = native.poll(bytes, timeout);
  if (ready < 0) return refused(ready);
  fds.forEach((waiting, i) => {
    waiting.revents = pollfd.decode(bytes.subarray(i * size, (i + 1) * size)).revents;
  });
  return ok(ready);
}
