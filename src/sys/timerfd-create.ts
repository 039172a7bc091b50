import { type Itimerspec, itimerspec } from '../codec/time.js';
import { errors_of, type SysError } from '../errno.js';
import type { Fd } from '../fd.js';
import { native } from '../native.js';
import { ok, type Result } from '../result.js';

/** The errors that timerfd_create(2) documents for timerfd_create. */
export type TimerfdCreateCode = 'EINVAL' | 'EMFILE' | 'ENFILE' | 'ENODEV' | 'ENOMEM' | 'EPERM';
/** The errors that timerfd_create(2) documents for timerfd_settime. */
export type TimerfdSettimeCode = 'EBADF' | 'ECANCELED' | 'EINVAL';

const refused = errors_of<TimerfdCreateCode>('timerfd_create');
const refused_set = errors_of<TimerfdSettimeCode>('timerfd_settime');
const refused_get = errors_of<'EBADF' | 'EINVAL'>('timerfd_gettime');

/**
 * `int timerfd_create(int clockid, int flags)`: timerfd_create(2). Makes a timer with a descriptor, which is readable once the timer has
 * expired. A read(2) of eight bytes returns the number of expirations since the last read; while that is 0, it blocks or fails with EAGAIN.
 *
 * @param clockid `CLOCK_MONOTONIC`, `CLOCK_REALTIME`, `CLOCK_BOOTTIME`, or `CLOCK_REALTIME_ALARM` or `CLOCK_BOOTTIME_ALARM`, which wake a
 *   suspended machine
 * @param flags `TFD_NONBLOCK`, `TFD_CLOEXEC`, or-ed, or 0
 * @returns the descriptor
 *
 * **Errors**: `EINVAL` another clock, or an unknown flag; `EPERM` an `..._ALARM` clock without CAP_WAKE_ALARM; `EMFILE`, `ENFILE` no
 * descriptor is free.
 *
 * **strace**: `timerfd_create(CLOCK_MONOTONIC, TFD_NONBLOCK) = 3`
 *
 * @example
 * ```ts
 * import { CLOCK_MONOTONIC, read, timerfd_create, timerfd_settime, unwrap } from 'sys-socket';
 *
 * const fd = unwrap(timerfd_create(CLOCK_MONOTONIC, 0));
 * const once = { it_interval: { tv_sec: 0, tv_nsec: 0 }, it_value: { tv_sec: 0, tv_nsec: 1_000_000 } };
 * unwrap(timerfd_settime(fd, 0, once));
 * const expirations = new BigUint64Array(1);
 * unwrap(read(fd, new Uint8Array(expirations.buffer)));
 * console.log(expirations[0]); // 1n (a millisecond later)
 * ```
 */
export function timerfd_create(clockid: number, flags: number): Result<Fd, SysError<TimerfdCreateCode>> {
  const fd = native.timerfd_create(clockid, flags);
  return fd >= 0 ? ok(fd as Fd) : refused(fd);
}

/**
 * `int timerfd_settime(int fd, int flags, const struct itimerspec *new_value, struct itimerspec *old_value)`: timerfd_create(2).
 * Arms a timer, or disarms it.
 *
 * @param fd a descriptor from {@link timerfd_create}
 * @param flags 0, or `TFD_TIMER_ABSTIME`: `it_value` is a time of the clock, not a duration from now. With `TFD_TIMER_CANCEL_ON_SET`
 *   added, a discontinuous change of CLOCK_REALTIME makes read(2) fail with ECANCELED
 * @param new_value when the timer expires; an `it_value` of zero disarms it
 * @returns the previous setting, C's `old_value`: the remaining time and the interval
 *
 * **Errors**: `EINVAL` not a timer, unknown flags, or nanoseconds outside 0 to 999 999 999; `EBADF` it is not open; `ECANCELED` the
 * clock was changed discontinuously since the last setting; the timer is set nevertheless.
 *
 * **strace**: `timerfd_settime(3, 0, {it_interval={tv_sec=0, tv_nsec=0}, it_value={tv_sec=1, tv_nsec=0}}, {it_interval={tv_sec=0,
 * tv_nsec=0}, it_value={tv_sec=0, tv_nsec=0}}) = 0`
 *
 * @example
 * ```ts
 * import { CLOCK_MONOTONIC, timerfd_create, timerfd_settime, unwrap } from 'sys-socket';
 *
 * const fd = unwrap(timerfd_create(CLOCK_MONOTONIC, 0));
 * const each_second = { it_interval: { tv_sec: 1, tv_nsec: 0 }, it_value: { tv_sec: 1, tv_nsec: 0 } };
 * console.log(unwrap(timerfd_settime(fd, 0, each_second)).it_value); // { tv_sec: 0, tv_nsec: 0 }
 * ```
 */
export function timerfd_settime(
  fd: Fd,
  flags: number,
  new_value: Itimerspec,
): Result<Itimerspec, SysError<TimerfdSettimeCode>> {
  const old_value = new Uint8Array(itimerspec.size);
  const bytes = itimerspec.encode(new_value, 'timerfd_settime: new_value');
  const returned = native.timerfd_settime(fd, flags, bytes, old_value);
  return returned >= 0 ? ok(itimerspec.decode(old_value)) : refused_set(returned);
}

/**
 * `int timerfd_gettime(int fd, struct itimerspec *curr_value)`: timerfd_create(2). Reads the setting of a timer.
 *
 * @param fd a descriptor from {@link timerfd_create}
 * @returns the remaining time, which is a duration even if the timer was set with `TFD_TIMER_ABSTIME`, and the interval
 *
 * **Errors**: `EINVAL` not a timer; `EBADF` it is not open.
 *
 * **strace**: `timerfd_gettime(3, {it_interval={tv_sec=0, tv_nsec=0}, it_value={tv_sec=0, tv_nsec=999990000}}) = 0`
 *
 * @example
 * ```ts
 * import { CLOCK_MONOTONIC, timerfd_create, timerfd_gettime, unwrap } from 'sys-socket';
 *
 * const fd = unwrap(timerfd_create(CLOCK_MONOTONIC, 0));
 * console.log(unwrap(timerfd_gettime(fd)).it_interval); // { tv_sec: 0, tv_nsec: 0 }
 * ```
 */
export function timerfd_gettime(fd: Fd): Result<Itimerspec, SysError<'EBADF' | 'EINVAL'>> {
  const curr_value = new Uint8Array(itimerspec.size);
  const returned = native.timerfd_gettime(fd, curr_value);
  return returned >= 0 ? ok(itimerspec.decode(curr_value)) : refused_get(returned);
}
