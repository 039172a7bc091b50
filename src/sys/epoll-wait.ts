import { sigset_or_null } from '../codec/sigset.js';
import { check_integer, little_endian, view_of } from '../codec/struct.js';
import { type Timespec, timespec_or_null } from '../codec/time.js';
import { errors_of, type SysError } from '../errno.js';
import type { Fd } from '../fd.js';
import { layout, native, offset_of } from '../native.js';
import { ok_small, type Result } from '../result.js';

/** What epoll_wait(2) documents. */
export type EpollWaitCode = 'EBADF' | 'EINTR' | 'EINVAL';

const refused = errors_of<EpollWaitCode>('epoll_wait');
const refused2 = errors_of<EpollWaitCode | 'ENOSYS'>('epoll_pwait2');

const { size } = layout('epoll_event');
const events_at = offset_of('epoll_event', 'events');
const data_at = offset_of('epoll_event', 'data');
const low_at = data_at + (little_endian ? 0 : 4);
const high_at = data_at + (little_endian ? 4 : 0);

/**
 * Room for the events that {@link epoll_wait} tells of, made by {@link epoll_events}: an array of `struct epoll_event`, read in
 * place and used again, so that a loop allocates nothing for an event. `i` goes from 0 to below what epoll_wait returned.
 */
export class EpollEvents {
  readonly #bytes: Uint8Array;
  readonly #view: DataView;
  #count = 0;

  /** @internal */
  constructor(maxevents: number) {
    this.#bytes = new Uint8Array(maxevents * size);
    this.#view = view_of(this.#bytes);
  }

  /** @internal */
  static is(value: unknown): value is EpollEvents {
    return typeof value === 'object' && value !== null && #bytes in value;
  }

  /** @internal */
  static bytes_of(events: EpollEvents, where: string): Uint8Array {
    if (!EpollEvents.is(events)) throw new TypeError(`${where} must be an EpollEvents made by epoll_events`);
    return events.#bytes;
  }

  /** @internal */
  static filled(events: EpollEvents, count: number): void {
    events.#count = count;
  }

  /** How many events there is room for, C's `maxevents`. */
  get maxevents(): number {
    return this.#bytes.length / size;
  }

  /** What there is: `EPOLLIN`, `EPOLLOUT`, `EPOLLRDHUP`, `EPOLLERR`, `EPOLLHUP`, ..., or-ed. */
  events(i: number): number {
    return this.#view.getUint32(this.#at(i) + events_at, little_endian);
  }

  /** C's `data.fd`: the descriptor, unless {@link epoll_ctl} was given other data. */
  fd(i: number): Fd {
    return this.#view.getInt32(this.#at(i) + low_at, little_endian) as Fd;
  }

  /**
   * The `data` that {@link epoll_ctl} was given.
   *
   * @throws RangeError when it is past 2^53: ask {@link EpollEvents.u64} for that
   */
  data(i: number): number {
    const at = this.#at(i);
    const data =
      this.#view.getUint32(at + high_at, little_endian) * 2 ** 32 + this.#view.getUint32(at + low_at, little_endian);
    if (data > Number.MAX_SAFE_INTEGER) throw new RangeError('EpollEvents: data exceeds 2^53 - 1: read it with u64');
    return data;
  }

  /** C's `data.u64`: all 64 bits of the data. */
  u64(i: number): bigint {
    return this.#view.getBigUint64(this.#at(i) + data_at, little_endian);
  }

  #at(i: number): number {
    if (i >= 0 && i < this.#count && Number.isInteger(i)) return i * size;
    check_integer(i, Number.MIN_SAFE_INTEGER, Number.MAX_SAFE_INTEGER, 'EpollEvents: i');
    throw new RangeError(`EpollEvents: i must be less than ${this.#count}, the number of events, got ${i}`);
  }
}

/**
 * Room for the events of {@link epoll_wait}, to be used again and again.
 *
 * @param maxevents how many a call may tell of; the rest waits for the next call
 * @throws RangeError for more than 2^31 - 1
 *
 * @example
 * ```ts
 * import { EPOLL_CTL_ADD, EPOLLIN, epoll_create1, epoll_ctl, epoll_events, epoll_wait, eventfd, unwrap } from 'sys-socket';
 *
 * const epfd = unwrap(epoll_create1(0));
 * const counter = unwrap(eventfd(1, 0));
 * unwrap(epoll_ctl(epfd, EPOLL_CTL_ADD, counter, { events: EPOLLIN, data: 0xc0ffee }));
 * const events = epoll_events(64);
 * const count = unwrap(epoll_wait(epfd, events, 1000));
 * for (let i = 0; i < count; ++i) console.log(events.events(i) === EPOLLIN, events.data(i) === 0xc0ffee); // true true
 * ```
 */
export function epoll_events(maxevents: number): EpollEvents {
  check_integer(maxevents, 0, 0x7fff_ffff, 'epoll_events: maxevents');
  return new EpollEvents(maxevents);
}

/**
 * `int epoll_wait(int epfd, struct epoll_event *events, int maxevents, int timeout)`: epoll_wait(2). Waits until a descriptor of
 * the set is ready. It blocks the thread, Node's event loop with it, for as long as you say.
 *
 * @param epfd the epoll instance
 * @param events filled with what is ready; C's `maxevents` is what it has room for
 * @param timeout milliseconds; 0 does not wait, negative waits without end
 * @returns how many events came; 0 when the time ran out
 *
 * **Errors**: `EINTR` a signal came, whatever SA_RESTART says; `EINVAL` `epfd` is no epoll instance, or `events` has no room;
 * `EBADF` it is not open.
 *
 * **strace**: `epoll_wait(3, [{events=EPOLLIN, data={u32=4, u64=4}}], 64, 1000) = 1`; on arm64 the kernel has only epoll_pwait
 *
 * @example
 * ```ts
 * import { EPOLL_CTL_ADD, EPOLLIN, EPOLLRDHUP, epoll_create1, epoll_ctl, epoll_events, epoll_wait } from 'sys-socket';
 * import { AF_UNIX, close, SOCK_STREAM, socketpair, unwrap } from 'sys-socket';
 *
 * const epfd = unwrap(epoll_create1(0));
 * const [a, b] = unwrap(socketpair(AF_UNIX, SOCK_STREAM, 0));
 * unwrap(epoll_ctl(epfd, EPOLL_CTL_ADD, a, { events: EPOLLIN | EPOLLRDHUP }));
 * unwrap(close(b));
 * const events = epoll_events(8);
 * console.log(unwrap(epoll_wait(epfd, events, 1000)), events.fd(0) === a, (events.events(0) & EPOLLRDHUP) !== 0); // 1 true true
 * ```
 */
export function epoll_wait(epfd: Fd, events: EpollEvents, timeout: number): Result<number, SysError<EpollWaitCode>> {
  const count = native.epoll_wait(epfd, EpollEvents.bytes_of(events, 'epoll_wait: events'), timeout);
  if (count < 0) return refused(count);
  EpollEvents.filled(events, count);
  return ok_small(count);
}

/**
 * `int epoll_pwait2(int epfd, struct epoll_event *events, int maxevents, const struct timespec *timeout, const sigset_t *sigmask)`:
 * epoll_wait(2). {@link epoll_wait} to the nanosecond, and with a signal mask of its own while it waits.
 *
 * @param epfd the epoll instance
 * @param events filled with what is ready
 * @param timeout how long; all zero does not wait; left out, it is C's NULL, and waits without end
 * @param sigmask the signals that are blocked meanwhile in this thread, instead of those of {@link pthread_sigmask}; left out, it
 *   is C's NULL, and the mask stays. Passed over: what `pthread_sigmask` never blocks
 * @returns how many events came; 0 when the time ran out
 *
 * **Errors**: those of {@link epoll_wait}; `EINVAL` the time is negative, or has more than 999 999 999 ns; `ENOSYS` before
 * Linux 5.11.
 *
 * **strace**: `epoll_pwait2(3, [{events=EPOLLIN, data={u32=4, u64=4}}], 64, {tv_sec=0, tv_nsec=500000}, NULL, 8) = 1`
 *
 * @example
 * ```ts
 * import { epoll_create1, epoll_events, epoll_pwait2, unwrap } from 'sys-socket';
 *
 * const epfd = unwrap(epoll_create1(0));
 * console.log(unwrap(epoll_pwait2(epfd, epoll_events(8), { tv_sec: 0, tv_nsec: 500_000 }))); // 0 (half a millisecond later)
 * ```
 */
export function epoll_pwait2(
  epfd: Fd,
  events: EpollEvents,
  timeout?: Timespec | null,
  sigmask?: readonly number[] | null,
): Result<number, SysError<EpollWaitCode | 'ENOSYS'>> {
  const bytes = EpollEvents.bytes_of(events, 'epoll_pwait2: events');
  const time = timespec_or_null(timeout, 'epoll_pwait2: timeout');
  const mask = sigset_or_null(sigmask, 'epoll_pwait2: sigmask');
  const count = native.epoll_pwait2(epfd, bytes, time, mask);
  if (count < 0) return refused2(count);
  EpollEvents.filled(events, count);
  return ok_small(count);
}
