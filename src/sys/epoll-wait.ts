import { sigset_or_null } from '../codec/sigset.js';
import { check_integer, little_endian, view_of } from '../codec/struct.js';
import { type Timespec, timespec_or_null } from '../codec/time.js';
import { errors_of, type SysError } from '../errno.js';
import type { Fd } from '../fd.js';
import { layout, offset_of } from '../headers.js';
import { native } from '../native.js';
import { ok_small, type Result } from '../result.js';

/** The errors that epoll_wait(2) documents. */
export type EpollWaitCode = 'EBADF' | 'EINTR' | 'EINVAL';

const refused = errors_of<EpollWaitCode>('epoll_wait');
const refused2 = errors_of<EpollWaitCode | 'ENOSYS'>('epoll_pwait2');

const { size } = layout('epoll_event');
const events_at = offset_of('epoll_event', 'events');
const data_at = offset_of('epoll_event', 'data');
const low_at = data_at + (little_endian ? 0 : 4);
const high_at = data_at + (little_endian ? 4 : 0);

/**
 * A buffer for the events of {@link epoll_wait}, made by {@link epoll_events}: an array of `struct epoll_event` that is read in place
 * and reused, so that a loop allocates nothing for an event. `i` is an index below the number that epoll_wait returned.
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

  /** The number of events that fit, C's `maxevents`. */
  get maxevents(): number {
    return this.#bytes.length / size;
  }

  /** The events that occurred: `EPOLLIN`, `EPOLLOUT`, `EPOLLRDHUP`, `EPOLLERR`, `EPOLLHUP`, ..., or-ed. */
  events(i: number): number {
    return this.#view.getUint32(this.#at(i) + events_at, little_endian);
  }

  /** C's `data.fd`: the descriptor, unless other data was passed to {@link epoll_ctl}. */
  fd(i: number): Fd {
    return this.#view.getInt32(this.#at(i) + low_at, little_endian) as Fd;
  }

  /**
   * The `data` that was passed to {@link epoll_ctl}.
   *
   * @throws RangeError if it exceeds 2^53 - 1: read it with {@link EpollEvents.u64}
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
 * Allocates a reusable buffer for the events of {@link epoll_wait}.
 *
 * @param maxevents the maximum number of events in one call; the next call returns the rest
 * @throws RangeError if it exceeds 2^31 - 1
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
 * the set is ready. It blocks the thread, and with it Node's event loop, for up to the timeout.
 *
 * @param epfd the epoll instance
 * @param events filled with the ready events; its size is C's `maxevents`
 * @param timeout milliseconds; 0 does not wait, a negative number waits without limit
 * @returns the number of events; 0 if the timeout expired
 *
 * **Errors**: `EINTR` a signal arrived, even with SA_RESTART; `EINVAL` `epfd` is not an epoll instance, or `events` has size 0;
 * `EBADF` `epfd` is not open.
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
 * epoll_wait(2). {@link epoll_wait} with a timeout in nanoseconds, and with a signal mask for the duration of the call.
 *
 * @param epfd the epoll instance
 * @param events filled with the ready events
 * @param timeout the maximum wait; zero does not wait; null or omitted is C's NULL, and waits without limit
 * @param sigmask the signals that are blocked in this thread during the call, instead of those of {@link pthread_sigmask}; null or
 *   omitted is C's NULL, and leaves the mask unchanged. Signals that `pthread_sigmask` never blocks are ignored
 * @returns the number of events; 0 if the timeout expired
 *
 * **Errors**: those of {@link epoll_wait}; `EINVAL` the timeout is negative, or has more than 999 999 999 ns; `ENOSYS` before
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
