import { errors_of, type SysError } from '../errno.js';
import type { Fd } from '../fd.js';
import { native } from '../native.js';
import { ok, type Result } from '../result.js';

/** The errors that write(2) documents, and those of sockets. */
export type WriteCode =
  | 'EAGAIN'
  | 'EBADF'
  | 'ECONNRESET'
  | 'EDESTADDRREQ'
  | 'EDQUOT'
  | 'EFBIG'
  | 'EINTR'
  | 'EINVAL'
  | 'EIO'
  | 'ENOSPC'
  | 'ENOTCONN'
  | 'EPERM'
  | 'EPIPE';

const refused = errors_of<WriteCode>('write');

/**
 * `ssize_t write(int fd, const void *buf, size_t count)`: write(2). On a socket it is {@link send} with flags 0, and cannot have
 * `MSG_NOSIGNAL`; it also writes to pipes, terminals and files.
 *
 * @param fd any descriptor that is open for writing
 * @param buf the bytes; its length is passed as `count`
 * @returns the number of bytes written, which may be fewer than `buf.length`
 *
 * **Errors**: those of {@link send}; `EPIPE` the pipe has no reader (SIGPIPE too, which Node ignores); `ENOSPC`, `EIO` for files.
 *
 * **strace**: `write(3, "HELLO-WORLD", 11) = 11`, which `-e trace=%network` does not show
 *
 * @example
 * ```ts
 * import { AF_UNIX, SOCK_STREAM, socketpair, unwrap, write } from 'sys-socket';
 *
 * const [a] = unwrap(socketpair(AF_UNIX, SOCK_STREAM, 0));
 * console.log(unwrap(write(a, Buffer.from('HELLO-WORLD')))); // 11
 * ```
 */
export function write(fd: Fd, buf: Uint8Array): Result<number, SysError<WriteCode>> {
  const count = native.write(fd, buf);
  return count >= 0 ? ok(count) : refused(count);
}
