import { errors_of, type SysError } from '../errno.js';
import type { Fd } from '../fd.js';
import { native } from '../native.js';
import { ok, type Result } from '../result.js';

/** The errors that epoll_create(2) documents. */
export type EpollCreateCode = 'EINVAL' | 'EMFILE' | 'ENFILE' | 'ENOMEM';

const refused = errors_of<EpollCreateCode>('epoll_create1');

/**
 * `int epoll_create1(int flags)`: epoll_create(2). Makes an epoll instance: a set of descriptors to wait for, which the kernel
 * keeps between calls.
 *
 * @param flags `EPOLL_CLOEXEC`, or 0
 * @returns the descriptor of the instance, which is itself readable while a descriptor of the set is ready
 *
 * **Errors**: `EINVAL` an unknown flag; `EMFILE`, `ENFILE` no descriptor is free.
 *
 * **strace**: `epoll_create1(EPOLL_CLOEXEC) = 3`
 *
 * @example
 * ```ts
 * import { EPOLL_CLOEXEC, epoll_create1, own, unwrap } from 'sys-socket';
 *
 * using epoll = own(unwrap(epoll_create1(EPOLL_CLOEXEC)));
 * console.log(epoll.fd);
 * ```
 */
export function epoll_create1(flags: number): Result<Fd, SysError<EpollCreateCode>> {
  const fd = native.epoll_create1(flags);
  return fd >= 0 ? ok(fd as Fd) : refused(fd);
}
