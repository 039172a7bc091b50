import { errors_of, type SysError } from '../errno.js';
import type { Fd } from '../fd.js';
import { native } from '../native.js';
import { ok, type Result } from '../result.js';

/** What close(2) documents. */
export type CloseCode = 'EBADF' | 'EDQUOT' | 'EINTR' | 'EIO' | 'ENOSPC';

const refused = errors_of<CloseCode>('close');

/**
 * `int close(int fd)`: close(2). Gives a descriptor back. Never call it twice: whatever it returns, the number is free, and the
 * next socket, of any part of the program, may have it. A close with unread data in the socket sends a RST, which may destroy
 * what the peer has not read yet.
 *
 * Closing a descriptor that Node itself uses (its event loop's, a file's) is the one mistake that no check here can catch.
 *
 * @param fd the descriptor
 * @returns 0
 *
 * **Errors**: `EBADF` it is not open: somebody closed it before. Others are reports; the descriptor is gone all the same.
 *
 * **strace**: `close(3) = 0`
 *
 * @example
 * ```ts
 * import { AF_INET, close, SOCK_STREAM, socket, unwrap } from 'sys-socket';
 *
 * const fd = unwrap(socket(AF_INET, SOCK_STREAM, 0));
 * unwrap(close(fd));
 * ```
 */
export function close(fd: Fd): Result<0, SysError<CloseCode>> {
  const returned = native.close(fd);
  return returned >= 0 ? ok(0) : refused(returned);
}
