import { AsyncResource } from 'node:async_hooks';
import { check_integer, check_object } from '../codec/check.js';
import { field } from '../codec/intrinsics.js';
import { EPOLL_CLOEXEC, EPOLL_CTL_DEL } from '../constants.js';
import type { SysError } from '../errno.js';
import type { Fd } from '../fd.js';
import { ok, type Result } from '../result.js';
import { own } from '../sys/close.js';
import { type EpollCreateCode, epoll_create1 } from '../sys/epoll-create.js';
import { type EpollCtlCode, epoll_ctl } from '../sys/epoll-ctl.js';
import { type EpollEvents, type EpollWaitCode, epoll_events, epoll_wait } from '../sys/epoll-wait.js';
import { on_forget, still_names } from './descriptors.js';
import { type Patience, patience_without_limit, type WaitOptions } from './options.js';
import type { WaitCode, WaitError } from './outcome.js';
import { readable } from './ready.js';
import { END, REF, UNREF, watched } from './watch.js';

/** An epoll set that Node's event loop watches. */
export interface OnReady extends Disposable {
  /** Stops watching. The epoll descriptor stays open and belongs to the caller. {@link close} of the descriptor stops watching too. */
  close(): void;
  /** Makes the watch keep the process running, which is the default. */
  ref(): void;
  /** Lets the process end while the watch is active. */
  unref(): void;
}

/** Options of {@link on_ready}. */
export interface OnReadyOptions {
  /** The maximum number of events in one epoll_wait; default 256. The next call returns the rest. */
  readonly maxevents?: number;
}

function maxevents_of(call: string, options: OnReadyOptions): number {
  check_object(options, `${call}: options`);
  const maxevents = field(options, 'maxevents', 256);
  check_integer(maxevents, 1, 0x7fff_ffff, `${call}: options.maxevents`);
  return maxevents;
}

/** Rejects a descriptor that is not an epoll descriptor. It tries to remove a descriptor that is not in the set, which consumes no event, unlike epoll_wait. */
function check_epoll(epfd: Fd): Result<void, SysError<EpollCtlCode | EpollCreateCode>> {
  const probe = epoll_create1(EPOLL_CLOEXEC);
  if (!probe.ok) return probe;
  using stranger = own(probe.value);
  if (stranger.fd === epfd) stranger.close(); // the number was free
  const asked = epoll_ctl(epfd, EPOLL_CTL_DEL, probe.value);
  return asked.ok || asked.error.code === 'ENOENT' ? ok(undefined) : asked;
}

/**
 * Makes Node's event loop watch an epoll set of the caller: `callback` is called with the ready events, so that no thread has to block in
 * epoll_wait(2). The caller controls the set with {@link epoll_ctl}: its descriptors can be level-triggered, `EPOLLET` or `EPOLLONESHOT`.
 *
 * @param epfd an epoll descriptor
 * @param callback called with the buffer of events and their `count`. The buffer is reused for the next events. The callback runs in the
 *   async context of the call of `on_ready` (AsyncLocalStorage). What it throws is an uncaught exception
 * @returns an object that stops the watch
 *
 * **Errors**: `EEXIST` the loop already watches it; `EBADF` it is not open; `EPERM`, `EINVAL` it is not an epoll descriptor; `ENOMEM`,
 * `EMFILE`.
 *
 * **strace**: `epoll_wait(21, [{events=EPOLLIN, data={u32=4, u64=4}}], 256, 0) = 1` before each call of `callback`
 *
 * @example
 * ```ts
 * import { EPOLL_CTL_ADD, EPOLLIN, epoll_create1, epoll_ctl, eventfd, unwrap } from 'sys-socket';
 * import { on_ready } from 'sys-socket/promises';
 *
 * const epfd = unwrap(epoll_create1(0));
 * const counter = unwrap(eventfd(1, 0));
 * unwrap(epoll_ctl(epfd, EPOLL_CTL_ADD, counter, { events: EPOLLIN }));
 * await new Promise<void>((resolve) => {
 *   const set = unwrap(on_ready(epfd, (events, count) => {
 *     console.log(count, events.fd(0) === counter); // 1 true
 *     set.close();
 *     resolve();
 *   }));
 * });
 * ```
 */
export function on_ready(
  epfd: Fd,
  callback: (events: EpollEvents, count: number) => void,
  options: OnReadyOptions = {},
): Result<OnReady, SysError<WaitCode>> {
  check_integer(epfd, 0, 0x7fff_ffff, 'on_ready: epfd');
  if (typeof callback !== 'function') throw new TypeError('on_ready: callback must be a function');
  const events = epoll_events(maxevents_of('on_ready', options));
  const is_set = check_epoll(epfd);
  if (!is_set.ok) return is_set;
  const run = AsyncResource.bind(callback, 'on_ready');
  let open = true;
  const read = (): void => {
    if (!open) return;
    const came = epoll_wait(epfd, events, 0);
    if (came.ok && came.value > 0) run(events, came.value);
  };
  const watch = watched(epfd, read, false);
  if (!watch.ok) return watch;
  const end = (): void => {
    if (open) watch.value(END);
    open = false;
    cancel();
  };
  const cancel = on_forget(epfd, end);
  return ok({
    close: end,
    ref: () => watch.value(REF),
    unref: () => watch.value(UNREF),
    [Symbol.dispose]: end,
  });
}

/**
 * {@link on_ready} as an iterator: yields the events of an epoll set of the caller whenever there are some. The iteration ends when the epoll
 * descriptor is closed or the signal is aborted.
 *
 * @param epfd an epoll descriptor
 * @param options the maximum number of events at a time, and when to stop
 * @returns an iterator of Results; after an error, it ends. `count` is the number of events. Their buffer is reused in the next iteration
 *
 * **strace**: as {@link ready} for the epoll descriptor, then `epoll_wait(21, [{events=EPOLLIN, data={u32=4, u64=4}}], 256, 0) = 1`
 *
 * @example
 * ```ts
 * import { EPOLL_CTL_ADD, EPOLLIN, epoll_create1, epoll_ctl, eventfd, unwrap } from 'sys-socket';
 * import { ready_events } from 'sys-socket/promises';
 *
 * const epfd = unwrap(epoll_create1(0));
 * const counter = unwrap(eventfd(1, 0));
 * unwrap(epoll_ctl(epfd, EPOLL_CTL_ADD, counter, { events: EPOLLIN }));
 * for await (const ready of ready_events(epfd)) {
 *   const { events, count } = unwrap(ready);
 *   console.log(count, events.fd(0) === counter); // 1 true
 *   break;
 * }
 * ```
 */
export function ready_events(
  epfd: Fd,
  options: OnReadyOptions & Omit<WaitOptions, 'timeout'> = {},
): AsyncGenerator<
  Result<{ readonly events: EpollEvents; readonly count: number }, WaitError | SysError<EpollWaitCode>>,
  void,
  void
> {
  check_integer(epfd, 0, 0x7fff_ffff, 'ready_events: epfd');
  const events = epoll_events(maxevents_of('ready_events', options));
  const how = patience_without_limit('ready_events', options);
  return iterate(epfd, events, how, still_names(epfd));
}

async function* iterate(
  epfd: Fd,
  events: EpollEvents,
  how: Patience,
  is_open: () => boolean,
): ReturnType<typeof ready_events> {
  while (is_open()) {
    const ready = await readable(epfd, how);
    if (!is_open()) return;
    if (!ready.ok && (ready.error.code === 'CLOSED' || ready.error.code === 'ABORT_ERR')) return;
    const came = ready.ok ? epoll_wait(epfd, events, 0) : ready;
    if (came.ok && came.value === 0) continue;
    if (!came.ok && came.error.code === 'EINTR') continue;
    yield came.ok ? ok({ events, count: came.value }) : came;
    if (!came.ok) return;
  }
}
