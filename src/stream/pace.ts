import { check_integer, check_object, is_int } from '../codec/check.js';
import { base, field, fields, is_plain } from '../codec/intrinsics.js';
import { MSG_DONTWAIT } from '../constants.js';
import type { SysError } from '../errno.js';
import type { Fd } from '../fd.js';
import { interrupted } from '../native.js';
import { type Err, err, ok, type Result } from '../result.js';
import { type PollCode, poll } from '../sys/poll.js';

/** A moment on the monotonic clock, for several calls to share: the whole of a conversation may take so long. */
export interface Deadline {
  /** Milliseconds that are left, negative when it has passed. */
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

/** The same of an option, where a {@link Deadline} would do too. */
function deadline_after(ms: unknown, rule: string): Deadline {
  if (typeof ms !== 'number') throw new TypeError(`${rule}, got ${ms === null ? 'null' : typeof ms}`);
  if (!(ms >= 0)) throw new RangeError(`${rule}, got ${ms}`);
  const end = performance.now() + ms;
  return { remaining: () => end - performance.now() };
}

/** How the loops of this floor go about their syscall. */
export interface StreamOptions {
  /** Flags for each call, or-ed: `MSG_MORE`, `MSG_WAITALL`, ... Sends have `MSG_NOSIGNAL` in any case. */
  readonly flags?: number;
  /**
   * How long the whole may take: milliseconds from the call, or a {@link Deadline} that several calls share. It is total: a peer
   * that drips a byte a second does not extend it. The calls then never block but in poll(2): each has `MSG_DONTWAIT`.
   */
  readonly deadline?: number | Deadline;
  /**
   * What EINTR does: `'retry'` calls again, the default; `'return'` fails with it and the progress. One that was asked for, by
   * `interrupt` or `siginterrupt`, fails in any case.
   */
  readonly on_interrupt?: 'retry' | 'return';
}

/** The deadline passed. */
export interface DeadlineExceeded {
  readonly code: 'DEADLINE_EXCEEDED';
  readonly message: string;
}

/** {@link StreamOptions}, made ready for a loop. */
export interface Pace {
  readonly flags: number;
  readonly retry: boolean;
  readonly deadline: Deadline | undefined;
  /** True if EAGAIN means to wait; else it is an error. */
  readonly waits: boolean;
  /** True if a receive asks before it waits. Waiting first shows no EAGAIN in the trace, and asking first is one call where bytes are there. */
  readonly asks_first: boolean;
}

/** What a loop says when it can go no further until its descriptor is ready. */
export const unready = Symbol('unready');

/**
 * A loop over a syscall, which may have to wait: how it waits is not its business, so that there is one for blocking calls and for
 * those of sys-socket/promises.
 */
export interface Loop<T, E, Progress> {
  /** Calls until it is done, or would have to wait. */
  go(): Result<T, E> | typeof unready;
  /** An error of the wait, with how far the loop was. */
  stopped<X>(error: X): Err<X & Progress>;
}

/** What a loop's first call comes to: its result if it did everything, as it nearly always does, or the loop that goes on from there. */
export type Start<T, E, Progress> = Result<T, E> | Loop<T, E, Progress>;

/** Goes as far as it can without a wait. */
export function advance<T, E, Progress>(start: Start<T, E, Progress>): Result<T, E> | typeof unready {
  return 'ok' in start ? start : start.go();
}

/**
 * A call that was made before there was a loop, since it nearly always is all that is to be done: what it answered, and what
 * {@link interrupted} was before it. The loop goes on from there.
 */
export interface Begun<E> {
  readonly answer: Result<number, E>;
  readonly before: number;
}

/** Runs a loop to its end: it waits in poll(2), for `events`. */
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
  if (!is_int(fd)) check_integer(fd, -0x8000_0000, 0x7fff_ffff, `${call}: fd`); // no text is made for a right one
  if (options === undefined) return plain;
  check_object(options, `${call}: options`);
  const clean = is_plain(options) && !('flags' in base || 'deadline' in base || 'on_interrupt' in base);
  const own = clean ? options : fields(options, 'flags', 'deadline', 'on_interrupt');
  const { flags = 0, deadline, on_interrupt = 'retry' } = own;
  check_integer(flags, -0x8000_0000, 0xffff_ffff, `${call}: options.flags`);
  const retry = on_interrupt === 'retry';
  if (!retry && on_interrupt !== 'return') {
    throw new TypeError(`${call}: options.on_interrupt must be 'retry' or 'return', got ${typeof on_interrupt}`);
  }
  if (deadline === undefined) return { flags, retry, deadline, waits: false, asks_first: false };
  const end = is_deadline(deadline)
    ? deadline
    : deadline_after(deadline, `${call}: options.deadline must be a non-negative number of milliseconds or a Deadline`);
  // Whether the descriptor blocks would take a call to know: with the flag it makes no difference.
  return { flags: flags | MSG_DONTWAIT, retry, deadline: end, waits: true, asks_first: false };
}

const plain: Pace = Object.freeze({ flags: 0, retry: true, deadline: undefined, waits: false, asks_first: false });

/** The longest that poll(2) can be told to wait, 24.8 days. A deadline may be further off, `Infinity` too. */
const longest_timeout = 0x7fff_ffff;

/** Waits for `events`, at most until the deadline. */
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

/** Whether a loop calls again after EINTR: not if that was asked for since it began. */
export function retries({ retry }: { readonly retry: boolean }, before: number = interrupted()): () => boolean {
  return () => retry && interrupted() === before;
}

/** True once the deadline has passed. */
export function passed({ deadline }: Pace): boolean {
  return deadline !== undefined && deadline.remaining() <= 0;
}

export const exceeded: DeadlineExceeded = Object.freeze({
  code: 'DEADLINE_EXCEEDED',
  message: 'The deadline passed',
});
