import { check_integer, check_object, is_int } from '../codec/check.js';
import { base, field, fields, is_plain, length_of } from '../codec/intrinsics.js';
import { MSG_DONTWAIT, MSG_ERRQUEUE, MSG_PEEK, MSG_TRUNC } from '../constants.js';
import type { SysError } from '../errno.js';
import type { Fd } from '../fd.js';
import { interrupted } from '../native.js';
import { type Err, err, ok, type Result } from '../result.js';
import { type PollCode, poll } from '../sys/poll.js';

/** A point in time on the monotonic clock, which several calls can share: it then limits a whole conversation. */
export interface Deadline {
  /** Milliseconds until the deadline, negative once it has passed. */
  remaining(): number;
}

/**
 * A deadline that several calls share.
 *
 * @param ms milliseconds from now
 *
 * @example
 * ```ts
 * import { deadline_in } from 'sys-socket';
 *
 * const deadline = deadline_in(500);
 * console.log(deadline.remaining() <= 500); // true
 * ```
 */
export function deadline_in(ms: number): Deadline {
  return deadline_after(ms, 'deadline_in: ms must be a non-negative number of milliseconds');
}

/** The deadline `ms` milliseconds from now. `rule` is the message of the error if `ms` is invalid. */
function deadline_after(ms: unknown, rule: string): Deadline {
  if (typeof ms !== 'number') throw new TypeError(`${rule}, got ${ms === null ? 'null' : typeof ms}`);
  if (!(ms >= 0)) throw new RangeError(`${rule}, got ${ms}`);
  const end = performance.now() + ms;
  return { remaining: () => end - performance.now() };
}

/** How the functions of this floor make their syscalls. */
export interface StreamOptions {
  /**
   * Flags for each call, combined with `|`: `MSG_MORE`, `MSG_WAITALL`, ... Sends always have `MSG_NOSIGNAL`. `MSG_PEEK`, `MSG_TRUNC` and
   * `MSG_ERRQUEUE` throw a RangeError: with them a receive does not take bytes out of the stream and put them into the buffer.
   */
  readonly flags?: number;
  /**
   * How long the whole operation may take: milliseconds from the call, or a {@link Deadline} that several calls share. A peer that
   * sends one byte a second does not extend it. With a deadline only poll(2) blocks: every other call has `MSG_DONTWAIT`.
   */
  readonly deadline?: number | Deadline;
  /**
   * What EINTR does: `'retry'`, the default, calls again; `'return'` fails with EINTR and the progress. An EINTR that was requested by
   * `interrupt` or `siginterrupt` always fails.
   */
  readonly on_interrupt?: 'retry' | 'return';
}

/** The deadline passed. */
export interface DeadlineExceeded {
  readonly code: 'DEADLINE_EXCEEDED';
  readonly message: string;
}

/** {@link StreamOptions}, checked and with defaults filled in. */
export interface Pace {
  readonly flags: number;
  readonly retry: boolean;
  readonly deadline: Deadline | undefined;
  /** True if EAGAIN means to wait; otherwise it is an error. */
  readonly waits: boolean;
  /** True if a receive calls recv before it waits, which saves a call if bytes have arrived. Waiting first keeps EAGAIN out of the trace. */
  readonly asks_first: boolean;
}

/** A loop returns this when it cannot continue until its descriptor is ready. */
export const unready = Symbol('unready');

/**
 * A loop over a syscall that may have to wait. The caller does the waiting, so that the same loop serves blocking calls and those of
 * sys-socket/promises.
 */
export interface Loop<T, E, Progress> {
  /** Makes calls until the operation is complete or would have to wait. */
  go(): Result<T, E> | typeof unready;
  /** Adds the loop's progress to an error of the wait. */
  stopped<X>(error: X): Err<X & Progress>;
}

/** A loop that transfers bytes. */
export interface Transfer<T, E, Progress> extends Loop<T, E, Progress> {
  /** The number of bytes transferred so far. */
  moved(): number;
}

/** The outcome of the first call: the result if it did everything, as it nearly always does, otherwise the loop that continues. */
export type Start<T, E, Progress> = Result<T, E> | Transfer<T, E, Progress>;

/**
 * A first call that was made before the loop was created, since it nearly always does everything: its result, and the value of
 * {@link interrupted} before it. The loop continues from there.
 */
export interface Begun<E> {
  readonly answer: Result<number, E>;
  readonly before: number;
}

/** Runs a loop to its end, waiting in poll(2) for `events`. */
export function finish<T, E, Progress>(
  fd: Fd,
  events: number,
  loop: Loop<T, E, Progress>,
  how: Pace,
): Result<T, E | ((SysError<PollCode> | DeadlineExceeded) & Progress)> {
  for (;;) {
    const done = loop.go();
    if (done !== unready) return done;
    const ready = wait(fd, events, how);
    if (!ready.ok) return loop.stopped(ready.error);
  }
}

function is_deadline(value: unknown): value is Deadline {
  return (
    typeof value === 'object' && value !== null && typeof field(value as Partial<Deadline>, 'remaining') === 'function'
  );
}

export function pace(call: string, fd: Fd, options?: StreamOptions): Pace {
  if (!is_int(fd)) check_integer(fd, -0x8000_0000, 0x7fff_ffff, `${call}: fd`); // the message is built only for an invalid one
  return options === undefined ? plain : pace_of(call, fd, options);
}

function pace_of(call: string, fd: Fd, options: StreamOptions): Pace {
  check_object(options, `${call}: options`);
  const clean = is_plain(options) && !('flags' in base || 'deadline' in base || 'on_interrupt' in base);
  const own = clean ? options : fields(options, 'flags', 'deadline', 'on_interrupt');
  const { flags = 0, deadline, on_interrupt = 'retry' } = own;
  check_integer(flags, -0x8000_0000, 0xffff_ffff, `${call}: options.flags`);
  if (flags & takes_nothing)
    throw new RangeError(`${call}: options.flags must not have MSG_PEEK, MSG_TRUNC or MSG_ERRQUEUE, got ${flags}`);
  const retry = on_interrupt === 'retry';
  if (!retry && on_interrupt !== 'return') {
    throw new TypeError(`${call}: options.on_interrupt must be 'retry' or 'return', got ${typeof on_interrupt}`);
  }
  if (deadline === undefined) return { flags, retry, deadline, waits: false, asks_first: false };
  const end = is_deadline(deadline)
    ? deadline
    : deadline_after(deadline, `${call}: options.deadline must be a non-negative number of milliseconds or a Deadline`);
  // Finding out whether the descriptor blocks would take another call. With the flag it makes no difference.
  // poll(2) passes over a negative descriptor, which a call refuses.
  return { flags: flags | MSG_DONTWAIT, retry, deadline: end, waits: true, asks_first: fd < 0 };
}

/** With one of these flags a receive does not take bytes out of the stream and put them into the buffer. */
const takes_nothing = MSG_PEEK | MSG_TRUNC | MSG_ERRQUEUE;

const plain: Pace = Object.freeze({ flags: 0, retry: true, deadline: undefined, waits: false, asks_first: false });

/** The longest timeout that poll(2) takes: 24.8 days. A deadline may be later, even `Infinity`. */
const longest_timeout = 0x7fff_ffff;

/** Waits for `events` until the deadline. */
export function wait(fd: Fd, events: number, how: Pace): Result<void, SysError<PollCode> | DeadlineExceeded> {
  const { deadline } = how;
  const again = retries(how);
  for (;;) {
    const timeout =
      deadline === undefined ? -1 : Math.min(Math.max(Math.ceil(deadline.remaining()), 0), longest_timeout);
    const ready = poll([{ fd, events }], timeout);
    if (ready.ok && ready.value > 0) return ok(undefined);
    if (ready.ok && timeout < longest_timeout) return err(exceeded);
    if (!ready.ok && (ready.error.code !== 'EINTR' || !again())) return ready;
  }
}

/** Says whether a loop calls again after EINTR: not if an interruption was requested since the loop began. */
export function retries({ retry }: { readonly retry: boolean }, before: number = interrupted()): () => boolean {
  return () => retry && interrupted() === before;
}

/** True once the deadline has passed. */
export function passed({ deadline }: Pace): boolean {
  return deadline !== undefined && deadline.remaining() <= 0;
}

/** Checks, before every call but the first, that the memory was neither detached nor shrunk by other code while the loop waited. */
export function check_unchanged(bytes: Uint8Array, length: number, moved: number): void {
  if (length_of(bytes) >= length) return;
  throw new TypeError(`the buffer was detached or shrank while the call waited, after ${moved} bytes`);
}

export const exceeded: DeadlineExceeded = Object.freeze({
  code: 'DEADLINE_EXCEEDED',
  message: 'The deadline passed',
});
