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
import { lifetime, on_forget } from './descriptors.js';
import { patience, type WaitOptions } from './options.js';
import type { WaitCode, WaitError } from './outcome.js';
import { readable } from './ready.js';
import { END, REF, UNREF, watched } from './watch.js';

/** An epoll set under Node's event loop. */
export interface OnReady extends Disposable {
  /** The loop watches it no longer; the epoll descriptor stays open, and yours. {@link close} of the descriptor does it too. */
  close(): void;
  /** It keeps the process running, as it does at first. */
  ref(): void;
  /** It does not keep the process running. */
  unref(): void;
}

/** How the events of an epoll set are read. */
export interface OnReadyOptions {
  /** How many events one epoll_wait may tell of: 256 unless given. The rest comes at once in the next. */
  readonly maxevents?: number;
}

function maxevents_of(call: string, options: OnReadyOptions): number {
  check_object(options, `${call}: options`);
  const maxevents = field(options, 'maxevents', 256);
  check_integer(maxevents, 1, 0x7fff_ffff, `${call}: options.maxevents`);
  return maxevents;
}

/** Refuses what is no epoll descriptor. Taking out of it what is not in it tells, and takes no event away, as epoll_wait would. */
function check_epoll(epfd: Fd): Result<void, SysError<EpollCtlCode | EpollCreateCode>> {
  const probe = epoll_create1(EPOLL_CLOEXEC);
  if (!probe.ok) return probe;
  using stranger = own(probe.value);
  if (stranger.fd === epfd) stranger.close(); // the number was free
  const asked = epoll_ctl(epfd, EPOLL_CTL_DEL, probe.value);
  return asked.ok || asked.error.code === 'ENOENT' ? ok(undefined) : asked;
}

/**
 * An epoll set of your own under Node's event loop: `callback` is called with what is ready, in place of a thread that sleeps in
 * epoll_wait(2). The set is yours: what is in it, level-triggered, `EPOLLET` or `EPOLLONESHOT`, is as {@link epoll_ctl} was told.
 *
 * @param epfd what epoll_create1 made
 * @param callback what to do with the events, of which there are `count`; they are read in place, and are the next ones' after it. It
 *   runs in the context in which `on_ready` was called (AsyncLocalStorage). What it throws is an uncaught exception
 * @returns the switch of it
 *
 * **Errors**: `EEXIST` it is under the loop already; `EBADF` it is not open; `EPERM`, `EINVAL` it is no epoll descriptor; `ENOMEM`, `EMFILE`.
 *
 * **strace**: `epoll_wait(21, [{events=EPOLLIN, data={u32=4, u64=4}}], 256, 0) = 1` before each call of it
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
 * {@link on_ready} as an iterator: the events of an epoll set of your own, each time that there are some. It ends when the epoll
 * descriptor is closed, or the signal is aborted.
 *
 * @param epfd what epoll_create1 made
 * @param options how many events at a time, and what ends the wait
 * @returns an iterator, whose items are Results: an error is the last of them. The events are read in place, and are the next ones' in the
 *   next turn; `count` says how many there are
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
export async function* ready_events(
  epfd: Fd,
  options: OnReadyOptions & Omit<WaitOptions, 'timeout'> = {},
): AsyncGenerator<
  Result<{ readonly events: EpollEvents; readonly count: number }, WaitError | SysError<EpollWaitCode>>,
  void,
  void
> {
  check_integer(epfd, 0, 0x7fff_ffff, 'ready_events: epfd');
  const events = epoll_events(maxevents_of('ready_events', options));
  const { signal, ref } = patience('ready_events', { signal: field(options, 'signal'), ref: field(options, 'ref') });
  using life = lifetime(epfd);
  while (!life.over) {
    const ready = await readable(epfd, { signal, ref });
    if (!ready.ok && (ready.error.code === 'CLOSED' || ready.error.code === 'ABORT_ERR')) return;
    const came = ready.ok ? epoll_wait(epfd, events, 0) : ready;
    if (came.ok && came.value === 0) continue;
    if (!came.ok && came.error.code === 'EINTR') continue;
    yield came.ok ? ok({ events, count: came.value }) : came;
    if (!came.ok) return;
  }
}
