import { check_integer, check_u64 } from '../codec/struct.js';
import { EINVAL } from '../constants.js';
import { errors_of, type SysError } from '../errno.js';
import type { Fd } from '../fd.js';
import { native } from '../native.js';
import { ok, type Result } from '../result.js';

/** The errors that eventfd(2) documents. */
export type EventfdCode = 'EINVAL' | 'EMFILE' | 'ENFILE' | 'ENODEV' | 'ENOMEM';

const refused = errors_of<EventfdCode>('eventfd');
const refused_read = errors_of<'EAGAIN' | 'EBADF' | 'EINTR' | 'EINVAL'>('eventfd_read');
const refused_write = errors_of<'EAGAIN' | 'EBADF' | 'EINTR' | 'EINVAL'>('eventfd_write');

/** The memory of a call. */
interface Counter {
  readonly value: BigUint64Array;
  readonly bytes: Uint8Array;
}

/** Removed while a call uses it, so that a call that a trace makes meanwhile allocates its own. */
let spare: Counter | undefined;

/** The memory for a call, which gives it back by setting `spare`. */
function take(): Counter {
  const counter = spare ?? new_counter();
  spare = undefined;
  return counter;
}

function new_counter(): Counter {
  const value = new BigUint64Array(1);
  return { value, bytes: new Uint8Array(value.buffer) };
}

/**
 * `int eventfd(unsigned int initval, int flags)`: eventfd(2). Makes a counter with a descriptor, which is readable while the counter is
 * not 0. With it one thread can wake another that waits in {@link poll} or {@link epoll_wait}.
 *
 * @param initval the initial value of the counter, 32 bits
 * @param flags `EFD_NONBLOCK`, `EFD_CLOEXEC`, `EFD_SEMAPHORE` (each read takes 1), or-ed, or 0
 * @returns the descriptor
 *
 * **Errors**: `EINVAL` an unknown flag; `EMFILE`, `ENFILE` no descriptor is free.
 *
 * **strace**: `eventfd2(0, EFD_NONBLOCK) = 3`
 *
 * @example
 * ```ts
 * import { EFD_NONBLOCK, eventfd, eventfd_read, eventfd_write, unwrap } from 'sys-socket';
 *
 * const fd = unwrap(eventfd(3, EFD_NONBLOCK));
 * unwrap(eventfd_write(fd, 4n));
 * console.log(unwrap(eventfd_read(fd))); // 7n
 * const again = eventfd_read(fd);
 * if (!again.ok) console.log(again.error.code); // EAGAIN
 * ```
 */
export function eventfd(initval: number, flags: number): Result<Fd, SysError<EventfdCode>> {
  const fd = native.eventfd(initval, flags);
  return fd >= 0 ? ok(fd as Fd) : refused(fd);
}

/**
 * `int eventfd_read(int fd, eventfd_t *value)`: eventfd(2). A read(2) of eight bytes: returns the counter and resets it to 0, or takes 1
 * from a semaphore.
 *
 * @param fd a descriptor from {@link eventfd}
 * @returns the counter; 1 from a semaphore
 *
 * **Errors**: `EAGAIN` the counter is 0, and the descriptor is non-blocking; `EINTR` a signal arrived while it was 0.
 *
 * **strace**: `read(3, "\7\0\0\0\0\0\0\0", 8) = 8`
 *
 * @example
 * ```ts
 * import { EFD_SEMAPHORE, eventfd, eventfd_read, unwrap } from 'sys-socket';
 *
 * const fd = unwrap(eventfd(2, EFD_SEMAPHORE));
 * console.log(unwrap(eventfd_read(fd)), unwrap(eventfd_read(fd))); // 1n 1n
 * ```
 */
export function eventfd_read(fd: Fd): Result<bigint, SysError<'EAGAIN' | 'EBADF' | 'EINTR' | 'EINVAL'>> {
  check_integer(fd, -0x8000_0000, 0x7fff_ffff, 'eventfd_read: fd');
  const counter = take();
  const returned = native.read(fd, counter.bytes);
  const value = counter.value[0] ?? 0n;
  spare = counter;
  if (returned >= 0 && returned < counter.bytes.length) return refused_read(-EINVAL); // no eventfd: its end, or fewer bytes
  return returned >= 0 ? ok(value) : refused_read(returned);
}

/**
 * `int eventfd_write(int fd, eventfd_t value)`: eventfd(2). A write(2) of eight bytes: adds to the counter.
 *
 * @param fd a descriptor from {@link eventfd}
 * @param value the number to add, 64 bits
 * @returns 0
 *
 * **Errors**: `EAGAIN` the counter would exceed 2^64 - 2, and the descriptor is non-blocking; `EINTR` a signal arrived while the call
 * waited; `EINVAL` `value` is 2^64 - 1.
 *
 * **strace**: `write(3, "\4\0\0\0\0\0\0\0", 8) = 8`
 *
 * @example
 * ```ts
 * import { eventfd, eventfd_write, POLLIN, poll, unwrap } from 'sys-socket';
 *
 * const fd = unwrap(eventfd(0, 0));
 * unwrap(eventfd_write(fd, 1));
 * console.log(unwrap(poll([{ fd, events: POLLIN }], 0))); // 1
 * ```
 */
export function eventfd_write(
  fd: Fd,
  value: number | bigint,
): Result<0, SysError<'EAGAIN' | 'EBADF' | 'EINTR' | 'EINVAL'>> {
  check_integer(fd, -0x8000_0000, 0x7fff_ffff, 'eventfd_write: fd');
  check_u64(value, 'eventfd_write: value');
  const counter = take();
  counter.value[0] = BigInt(value);
  const returned = native.write(fd, counter.bytes);
  spare = counter;
  return returned >= 0 ? ok(0) : refused_write(returned);
}
