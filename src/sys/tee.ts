import { errors_of, type SysError } from '../errno.js';
import type { Fd } from '../fd.js';
import { native } from '../native.js';
import { ok, type Result } from '../result.js';

/** The errors that tee(2) documents. */
export type TeeCode = 'EAGAIN' | 'EBADF' | 'EINTR' | 'EINVAL' | 'ENOMEM' | 'EPIPE';

const refused = errors_of<TeeCode>('tee');

/**
 * `ssize_t tee(int fd_in, int fd_out, size_t len, unsigned int flags)`: tee(2). Duplicates the bytes in one pipe to another pipe, without
 * consuming them.
 *
 * @param fd_in the read end of a pipe
 * @param fd_out the write end of another pipe
 * @param len the maximum number of bytes
 * @param flags `SPLICE_F_NONBLOCK`, or 0
 * @returns the number of bytes duplicated; 0 if the first pipe is empty and has no writer
 *
 * **Errors**: `EINVAL` one is not a pipe, or both are the same pipe; `EAGAIN` the first pipe is empty or the second is full, with
 * `SPLICE_F_NONBLOCK`; `EBADF` the wrong end of a pipe; `EPIPE` the second pipe has no reader.
 *
 * **strace**: `tee(3, 6, 11, SPLICE_F_NONBLOCK) = 11`
 *
 * @example
 * ```ts
 * import { pipe2, read, tee, unwrap, write } from 'sys-socket';
 *
 * const [from, into] = unwrap(pipe2(0));
 * const [copy, copied] = unwrap(pipe2(0));
 * unwrap(write(into, Buffer.from('HELLO')));
 * console.log(unwrap(tee(from, copied, 64))); // 5
 * console.log(unwrap(read(from, Buffer.alloc(64))), unwrap(read(copy, Buffer.alloc(64)))); // 5 5
 * ```
 */
export function tee(fd_in: Fd, fd_out: Fd, len: number | bigint, flags = 0): Result<number, SysError<TeeCode>> {
  const copied = native.tee(fd_in, fd_out, len, flags);
  return copied >= 0 ? ok(copied) : refused(copied);
}
