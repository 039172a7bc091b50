import { check_integer } from '../codec/check.js';
import { POLLIN, POLLOUT } from '../constants.js';
import type { Fd } from '../fd.js';
import type { Result } from '../result.js';
import { patience, type WaitOptions } from './options.js';
import type { WaitError } from './outcome.js';
import { wait_once } from './waiting.js';

/**
 * Waits on Node's event loop until a descriptor is ready, as poll(2) does in a thread. It accepts every descriptor that poll(2) can wait for:
 * sockets of any family and type, pipes, eventfd, timerfd, signalfd, pidfd, epoll descriptors. Several callers can wait for one descriptor,
 * for the same or different events.
 *
 * @param fd any descriptor that poll(2) can wait for, blocking or not
 * @param events `POLLIN`, `POLLOUT`, `POLLPRI`, `POLLRDHUP`, or-ed; 0 waits for `POLLERR` and `POLLHUP` alone, which are always reported
 * @param options when to stop waiting
 * @returns the events that occurred: those in `events`, `POLLERR` and `POLLHUP`
 *
 * **Errors**: `ETIMEDOUT` the timeout was reached: it has `timeout` and no `syscall`, see {@link TimedOut}; `ABORT_ERR` the signal was
 * aborted, with its `reason`; `CLOSED` {@link close} closed the descriptor during the wait; `EBADF` it is not open; `EPERM` it is a regular
 * file or directory, which is always ready; `EMFILE`, `ENOMEM`, `ENOSPC` the kernel lacks resources for the wait. A close that the package does
 * not see (`fs.closeSync`, another thread) does not end the wait.
 *
 * **strace**: `epoll_ctl(21, EPOLL_CTL_ADD, 3, {events=EPOLLIN|EPOLLONESHOT, data={u32=3, u64=4294967299}}) =
 * 0`, and when it is ready `epoll_wait(21, [{events=EPOLLIN, data={u32=3, u64=4294967299}}], 256, 0) = 1`; one call can report several ready
 * descriptors
 *
 * @example
 * ```ts
 * import { EFD_NONBLOCK, eventfd, eventfd_write, POLLIN, unwrap } from 'sys-socket';
 * import { ready } from 'sys-socket/promises';
 *
 * const counter = unwrap(eventfd(0, EFD_NONBLOCK));
 * const late = await ready(counter, POLLIN, { timeout: 1 });
 * if (!late.ok) console.log(late.error.code, 'timeout' in late.error); // ETIMEDOUT true
 *
 * setTimeout(() => eventfd_write(counter, 1n), 1);
 * console.log(unwrap(await ready(counter, POLLIN)) === POLLIN); // true
 * ```
 */
export async function ready(fd: Fd, events: number, options?: WaitOptions): Promise<Result<number, WaitError>> {
  check_integer(events, 0, 0xffff, 'ready: events');
  return ready_for('ready', fd, events, options);
}

function ready_for(call: string, fd: Fd, events: number, options: WaitOptions | undefined): ReturnType<typeof ready> {
  check_integer(fd, 0, 0x7fff_ffff, `${call}: fd`);
  const how = patience(call, options);
  return wait_once(fd, events, how, how.timeout ?? Number.POSITIVE_INFINITY);
}

/**
 * Waits until a descriptor has data to read or is at its end: {@link ready} for `POLLIN`.
 *
 * @param fd any descriptor that poll(2) can wait for
 * @param options when to stop waiting
 * @returns the events that occurred: `POLLIN`, `POLLERR`, `POLLHUP`, or-ed
 *
 * **Errors**: those of {@link ready}.
 *
 * **strace**: as {@link ready}
 *
 * @example
 * ```ts
 * import { CLOCK_MONOTONIC, timerfd_create, timerfd_settime, unwrap } from 'sys-socket';
 * import { readable } from 'sys-socket/promises';
 *
 * const timer = unwrap(timerfd_create(CLOCK_MONOTONIC, 0));
 * unwrap(timerfd_settime(timer, 0, { it_value: { tv_sec: 0, tv_nsec: 1_000_000 }, it_interval: { tv_sec: 0, tv_nsec: 0 } }));
 * console.log((await readable(timer)).ok); // true
 * ```
 */
export async function readable(fd: Fd, options?: WaitOptions): Promise<Result<number, WaitError>> {
  return ready_for('readable', fd, POLLIN, options);
}

/**
 * Waits until a descriptor is writable or its peer is gone: {@link ready} for `POLLOUT`. A connecting stream socket is writable when the
 * connection is established or has failed.
 *
 * @param fd any descriptor that poll(2) can wait for
 * @param options when to stop waiting
 * @returns the events that occurred: `POLLOUT`, `POLLERR`, `POLLHUP`, or-ed
 *
 * **Errors**: those of {@link ready}.
 *
 * **strace**: as {@link ready}, with `EPOLLOUT`
 *
 * @example
 * ```ts
 * import { AF_UNIX, POLLOUT, SOCK_STREAM, socketpair, unwrap } from 'sys-socket';
 * import { writable } from 'sys-socket/promises';
 *
 * const [a] = unwrap(socketpair(AF_UNIX, SOCK_STREAM, 0));
 * console.log(unwrap(await writable(a, { timeout: 1000 })) === POLLOUT); // true
 * ```
 */
export async function writable(fd: Fd, options?: WaitOptions): Promise<Result<number, WaitError>> {
  return ready_for('writable', fd, POLLOUT, options);
}
