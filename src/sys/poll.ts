import { check_integer, is_int, is_short } from '../codec/check.js';
import { base, define, field, has, isArray, length_of, part } from '../codec/intrinsics.js';
import { sigset_or_null } from '../codec/sigset.js';
import { type Timespec, timespec_or_null } from '../codec/time.js';
import { errors_of, type SysError } from '../errno.js';
import type { Fd } from '../fd.js';
import { layout, offset_of } from '../headers.js';
import { native } from '../native.js';
import { ok_small, type Result } from '../result.js';

/** The errors that poll(2) documents. */
export type PollCode = 'EINTR' | 'EINVAL' | 'ENOMEM';

/** C's `struct pollfd`. */
export interface PollFd {
  /** A descriptor; a negative number is ignored. */
  readonly fd: Fd | -1;
  /** The events to wait for: `POLLIN`, `POLLOUT`, `POLLRDHUP`, `POLLPRI`, or-ed. */
  readonly events: number;
  /** The events that occurred, written by {@link poll}: those in `events`, and `POLLERR`, `POLLHUP`, `POLLNVAL`, which are always reported. */
  revents?: number;
}

const refused = errors_of<PollCode>('poll');
const refused_p = errors_of<PollCode>('ppoll');
const { size } = layout('pollfd');
const ints_each = size / Int32Array.BYTES_PER_ELEMENT;
const shorts_each = size / Int16Array.BYTES_PER_ELEMENT;
const fd_at = offset_of('pollfd', 'fd') / Int32Array.BYTES_PER_ELEMENT;
const events_at = offset_of('pollfd', 'events') / Int16Array.BYTES_PER_ELEMENT;
const revents_at = offset_of('pollfd', 'revents') / Int16Array.BYTES_PER_ELEMENT;

/**
 * `int poll(struct pollfd *fds, nfds_t nfds, int timeout)`: poll(2). Waits until one of the descriptors is ready. It blocks the
 * thread, and with it Node's event loop, for up to the timeout. (On arm64 the kernel has only ppoll, and libc calls that.)
 *
 * @param fds the descriptors; the call writes `revents` of each
 * @param timeout milliseconds; 0 does not wait, a negative number waits without limit
 * @returns the number of descriptors with nonzero `revents`; 0 if the timeout expired
 *
 * **Errors**: `EINTR` a signal arrived, even with SA_RESTART; `EINVAL` more descriptors than RLIMIT_NOFILE.
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
  const room = encode(fds, 'poll');
  const ready = native.poll(room.view, timeout);
  if (ready >= 0) fill(fds, room);
  spare = room;
  return ready >= 0 ? ok_small(ready) : refused(ready);
}

/**
 * `int ppoll(struct pollfd *fds, nfds_t nfds, const struct timespec *tmo_p, const sigset_t *sigmask)`: poll(2). {@link poll} with a
 * timeout in nanoseconds, and with a signal mask for the duration of the call.
 *
 * @param fds the descriptors; the call writes `revents` of each
 * @param tmo_p the maximum wait; zero does not wait; null or omitted is C's NULL, and waits without limit
 * @param sigmask the signals that are blocked in this thread during the call, instead of those of {@link pthread_sigmask}; null or
 *   omitted is C's NULL, and leaves the mask unchanged. Signals that `pthread_sigmask` never blocks are ignored
 * @returns the number of descriptors with nonzero `revents`; 0 if the timeout expired
 *
 * **Errors**: those of {@link poll}; `EINVAL` the timeout is negative, or has more than 999 999 999 ns.
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
  const room = encode(fds, 'ppoll');
  const time = timespec_or_null(tmo_p, 'ppoll: tmo_p');
  const mask = sigset_or_null(sigmask, 'ppoll: sigmask');
  const ready = native.ppoll(room.view, time, mask);
  if (ready >= 0) fill(fds, room);
  spare = room;
  return ready >= 0 ? ok_small(ready) : refused_p(ready);
}

/** A buffer for an array of `struct pollfd`, with views of the types of its fields. */
interface Room {
  readonly bytes: Uint8Array;
  readonly ints: Int32Array;
  readonly shorts: Int16Array;
  /** The part that the descriptors of the last call filled. */
  view: Uint8Array;
}

function room_for(count: number): Room {
  const bytes = new Uint8Array(Math.max(2 * count, 8) * size);
  return { bytes, ints: new Int32Array(bytes.buffer), shorts: new Int16Array(bytes.buffer), view: bytes };
}

/** The buffer for the next call; removed while a call uses it, so that a call that a trace or a getter makes meanwhile allocates its own. */
let spare: Room | undefined;

function encode(fds: readonly PollFd[], call: string): Room {
  if (!isArray(fds)) throw new TypeError(`${call}: fds must be an array, got ${typeof fds}`);
  const count = fds.length;
  const room = spare !== undefined && spare.bytes.length >= count * size ? spare : room_for(count);
  spare = undefined;
  const { ints, shorts } = room;
  // If Object.prototype has one of these names, only `field` can tell an own field from the inherited one.
  const plain = !('fd' in base || 'events' in base);
  const settable = !('revents' in base);
  for (let i = 0; i < count; ++i) {
    const waiting = fds[i] as PollFd; // or undefined, or null
    const fd: unknown = plain ? waiting?.fd : own(waiting, 'fd');
    const events: unknown = plain ? waiting?.events : own(waiting, 'events');
    if (!is_int(fd) || !is_short(events)) throw misfit(fd, events, `${call}: fds[${i}]`);
    ints[i * ints_each + fd_at] = fd;
    shorts[i * shorts_each + events_at] = events;
    shorts[i * shorts_each + revents_at] = 0;
    // A frozen object throws here, before the call.
    if (settable) waiting.revents = 0;
    else put_revents(waiting, 0);
  }
  if (room.view.length !== count * size) room.view = part(room.bytes, 0, count * size);
  return room;
}

/** Sets `revents`: a setter on Object.prototype is bypassed, one of the object's class is called. */
function put_revents(waiting: PollFd, revents: number): void {
  if ('revents' in base && !has(waiting, 'revents')) define(waiting, 'revents', revents);
  else waiting.revents = revents;
}

function own(waiting: PollFd, name: 'fd' | 'events'): unknown {
  return typeof waiting === 'object' && waiting !== null ? field(waiting, name) : undefined;
}

/** The error for a value that does not fit into a struct pollfd. */
function misfit(fd: unknown, events: unknown, where: string): Error {
  check_integer(fd, -0x8000_0000, 0x7fff_ffff, `${where}.fd`);
  check_integer(events, -0x8000, 0x7fff, `${where}.events`);
  return new TypeError(`${where} must be a struct pollfd`);
}

function fill(fds: readonly PollFd[], room: Room): void {
  const { shorts } = room;
  const settable = !('revents' in base);
  const count = length_of(room.view) / size; // a setter may have changed fds.length
  for (let i = 0; i < count; ++i) {
    const waiting = fds[i];
    if (waiting === undefined) continue;
    const revents = shorts[i * shorts_each + revents_at] ?? 0;
    if (settable) waiting.revents = revents;
    else put_revents(waiting, revents);
  }
}
