import { sigset_or_null } from '../codec/sigset.js';
import { type Codec, struct } from '../codec/struct.js';
import { type Timespec, timespec_or_null } from '../codec/time.js';
import { errors_of, type SysError } from '../errno.js';
import type { Fd } from '../fd.js';
import { layout, native } from '../native.js';
import { ok, type Result } from '../result.js';

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

const refused = errors_of<PollCode>('poll');
const refused_p = errors_of<PollCode>('ppoll');
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
  const bytes = encode(fds, 'poll');
  const ready = native.poll(bytes, timeout);
  if (ready < 0) return refused(ready);
  fill(fds, bytes);
  return ok(ready);
}

/**
 * `int ppoll(struct pollfd *fds, nfds_t nfds, const struct timespec *tmo_p, const sigset_t *sigmask)`: poll(2). {@link poll} to the
 * nanosecond, and with a signal mask of its own while it waits.
 *
 * @param fds the descriptors; `revents` is written into them
 * @param tmo_p how long; all zero does not wait; left out, it is C's NULL, and waits without end
 * @param sigmask the signals that are blocked meanwhile in this thread, instead of those of {@link pthread_sigmask}; left out, it
 *   is C's NULL, and the mask stays. Passed over: what `pthread_sigmask` never blocks
 * @returns how many have something in `revents`; 0 when the time ran out
 *
 * **Errors**: those of {@link poll}; `EINVAL` the time is negative, or has more than 999 999 999 ns.
 *
 * **strace**: `ppoll([{fd=3, events=POLLIN}], 1, {tv_sec=0, tv_nsec=500000}, NULL, 8) = 0 (Timeout)`
 *
 * @example
 * ```ts
 * import { eventfd, POLLIN, ppoll, unwrap } from 'sys-socket';
 *
 * const fd = unwrap(eventfd(0, 0));
 * console.log(unwrap(ppoll([{ fd, events: POLLIN }], { tv_sec: 0, tv_nsec: 500_000 }))); // 0 (half a millisecond later)
 * ```
 */
export function ppoll(
  fds: readonly PollFd[],
  tmo_p?: Timespec | null,
  sigmask?: readonly number[] | null,
): Result<number, SysError<PollCode>> {
  const bytes = encode(fds, 'ppoll');
  const time = timespec_or_null(tmo_p, 'ppoll: tmo_p');
  const mask = sigset_or_null(sigmask, 'ppoll: sigmask');
  const ready = native.ppoll(bytes, time, mask);
  if (ready < 0) return refused_p(ready);
  fill(fds, bytes);
  return ok(ready);
}

function encode(fds: readonly PollFd[], call: string): Uint8Array {
  if (!Array.isArray(fds)) throw new TypeError(`${call}: fds must be an array, got ${typeof fds}`);
  const bytes = new Uint8Array(fds.length * size);
  for (const [i, waiting] of fds.entries()) {
    bytes.set(pollfd.encode({ ...waiting, revents: 0 }, `${call}: fds[${i}]`), i * size);
    waiting.revents = 0; // a frozen one throws here, before the call
  }
  return bytes;
}

function fill(fds: readonly PollFd[], bytes: Uint8Array): void {
  fds.forEach((waiting, i) => {
    waiting.revents = pollfd.decode(bytes.subarray(i * size, (i + 1) * size)).revents;
  });
}
