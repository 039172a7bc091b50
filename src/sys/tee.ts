import { errors_of, type SysError } from '../errno.js';
import type { Fd } from '../fd.js';
import { native } from '../native.js';
import { ok, type Result } from '../result.js';

/** What tee(2) documents. */
export type TeeCode = 'EAGAIN' | 'EBADF' | 'EINTR' | 'EINVAL' | 'ENOMEM' | 'EPIPE';

const refused = errors_of<TeeCode>('tee');

/**
 * `ssize_t tee(int fd_in, int fd_out, size_t len, unsigned int flags)`: tee(2). What is in one pipe is put into another as well, and
 * stays where it is.
 *
 * @param fd_in the reading end of a pipe
 * @param fd_out the writing end of another
 * @param len how many bytes at most
 * @param flags `SPLICE_F_NONBLOCK`, or 0
 * @returns how many bytes there are twice now; 0 when the pipe is empty and has no writer
 *
 * **Errors**: `EINVAL` one is no pipe, or both are the same; `EAGAIN` nothing there, or no room, with `SPLICE_F_NONBLOCK`; `EBADF` an
 * end that is the other one; `EPIPE` nobody reads.
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
