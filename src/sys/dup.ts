import { errors_of, type SysError } from '../errno.js';
import type { Fd } from '../fd.js';
import { native } from '../native.js';
import { ok, type Result } from '../result.js';

/** The errors that dup(2) documents. */
export type DupCode = 'EBADF' | 'EMFILE';
/** The errors that dup(2) documents for dup3. */
export type Dup3Code = 'EBADF' | 'EBUSY' | 'EINTR' | 'EINVAL' | 'EMFILE';

const refused = errors_of<DupCode>('dup');
const refused3 = errors_of<Dup3Code>('dup3');

/**
 * `int dup(int oldfd)`: dup(2). Makes a second descriptor of the same open file. Both share the file offset and O_NONBLOCK, and an epoll
 * set keeps watching the file until both are closed. FD_CLOEXEC is not shared, and is off in the new descriptor;
 * `fcntl(fd, F_DUPFD_CLOEXEC, 0)` sets it.
 *
 * @param oldfd the descriptor
 * @returns the lowest free number; the caller must close both
 *
 * **Errors**: `EBADF` it is not open; `EMFILE` no descriptor is free.
 *
 * **strace**: `dup(3) = 4`
 *
 * @example
 * ```ts
 * import { close, dup, pipe2, unwrap, write } from 'sys-socket';
 *
 * const [, writer] = unwrap(pipe2(0));
 * const second = unwrap(dup(writer));
 * unwrap(close(writer));
 * console.log(unwrap(write(second, Buffer.from('HELLO')))); // 5
 * ```
 */
export function dup(oldfd: Fd): Result<Fd, SysError<DupCode>> {
  const fd = native.dup(oldfd);
  return fd >= 0 ? ok(fd as Fd) : refused(fd);
}

/**
 * `int dup3(int oldfd, int newfd, int flags)`: dup(2). Makes `newfd` a second descriptor of the same open file; if `newfd` was open, it
 * is closed in the same step. As with {@link close}, the package cannot detect that `newfd` is a file or socket that Node uses.
 *
 * @param oldfd the descriptor
 * @param newfd the number of the second descriptor
 * @param flags `O_CLOEXEC`, or 0
 * @returns `newfd`
 *
 * **Errors**: `EBADF` `oldfd` is not open, or `newfd` exceeds RLIMIT_NOFILE; `EINVAL` both are the same, or an unknown flag; `EBUSY`
 * another thread is opening `newfd`.
 *
 * **strace**: `dup3(3, 4, O_CLOEXEC) = 4`
 *
 * @example
 * ```ts
 * import { dup3, O_CLOEXEC, pipe2, read, unwrap, write } from 'sys-socket';
 *
 * const [first, second] = [unwrap(pipe2(0)), unwrap(pipe2(0))];
 * unwrap(dup3(first[1], second[1], O_CLOEXEC));
 * unwrap(write(second[1], Buffer.from('HELLO')));
 * console.log(unwrap(read(first[0], new Uint8Array(16)))); // 5
 * ```
 */
export function dup3(oldfd: Fd, newfd: Fd, flags: number): Result<Fd, SysError<Dup3Code>> {
  const fd = native.dup3(oldfd, newfd, flags);
  return fd >= 0 ? ok(fd as Fd) : refused3(fd);
}
