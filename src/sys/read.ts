import { errors_of, type SysError } from '../errno.js';
import type { Fd } from '../fd.js';
import { native } from '../native.js';
import { ok, type Result } from '../result.js';

/** The errors that read(2) documents, and those of sockets. */
export type ReadCode =
  | 'EAGAIN'
  | 'EBADF'
  | 'ECONNRESET'
  | 'EINTR'
  | 'EINVAL'
  | 'EIO'
  | 'EISDIR'
  | 'ENOTCONN'
  | 'ETIMEDOUT';

const refused = errors_of<ReadCode>('read');

/**
 * `ssize_t read(int fd, void *buf, size_t count)`: read(2). On a socket it is {@link recv} with flags 0; it also reads pipes,
 * terminals and files.
 *
 * @param fd any descriptor that is open for reading
 * @param buf the buffer for the bytes; its length is passed as `count`
 * @returns the number of bytes read; 0 at end of file
 *
 * **Errors**: those of {@link recv}; `EISDIR` a directory; `EIO` the device failed.
 *
 * **strace**: `read(3, "HELLO-WORLD", 16) = 11`, which `-e trace=%network` does not show
 *
 * @example
 * ```ts
 * import { AF_UNIX, read, SOCK_STREAM, socketpair, unwrap, write } from 'sys-socket';
 *
 * const [a, b] = unwrap(socketpair(AF_UNIX, SOCK_STREAM, 0));
 * unwrap(write(a, Buffer.from('HELLO-WORLD')));
 * console.log(unwrap(read(b, new Uint8Array(16)))); // 11
 * ```
 */
export function read(fd: Fd, buf: Uint8Array): Result<number, SysError<ReadCode>> {
  const count = native.read(fd, buf);
  return count >= 0 ? ok(count) : refused(count);
}
