import { type FileOffset, file_offset_of } from '../codec/file-offset.js';
import { errors_of, type SysError } from '../errno.js';
import type { Fd } from '../fd.js';
import { native } from '../native.js';
import { ok, type Result } from '../result.js';

/** The errors that splice(2) documents, and those of sockets. */
export type SpliceCode = 'EAGAIN' | 'EBADF' | 'ECONNRESET' | 'EINTR' | 'EINVAL' | 'ENOMEM' | 'EPIPE' | 'ESPIPE';

const refused = errors_of<SpliceCode>('splice');

/**
 * `ssize_t splice(int fd_in, off64_t *off_in, int fd_out, off64_t *off_out, size_t len, unsigned int flags)`: splice(2). Moves bytes
 * inside the kernel from one descriptor to another, at least one of which is a pipe.
 *
 * @param fd_in the source
 * @param off_in the offset in the source, see {@link FileOffset}; null for a pipe or a socket
 * @param fd_out the destination
 * @param off_out the offset in the destination; null for a pipe or a socket
 * @param len the maximum number of bytes
 * @param flags `SPLICE_F_MOVE`, `SPLICE_F_NONBLOCK` (for the pipes), `SPLICE_F_MORE` (for a socket, as `MSG_MORE`), or-ed
 * @returns the number of bytes moved; 0 at the end of the source
 *
 * **Errors**: `EINVAL` neither is a pipe, both are the same pipe, or `fd_out` has `O_APPEND`; `ESPIPE` an offset for a pipe; `EAGAIN` the
 * source has no data or the destination is full, and the call does not block; `EBADF` a descriptor is not open for this; `EPIPE` the pipe
 * has no reader.
 *
 * **strace**: `splice(3, NULL, 5, NULL, 11, SPLICE_F_MOVE) = 11`
 *
 * @example
 * ```ts
 * import { AF_UNIX, pipe2, read, SOCK_STREAM, SPLICE_F_MOVE, send, socketpair, splice, unwrap } from 'sys-socket';
 *
 * const [a, b] = unwrap(socketpair(AF_UNIX, SOCK_STREAM, 0));
 * const [reading, writing] = unwrap(pipe2(0));
 * unwrap(send(a, Buffer.from('HELLO-WORLD')));
 * console.log(unwrap(splice(b, null, writing, null, 1024, SPLICE_F_MOVE))); // 11
 * const got = Buffer.alloc(64);
 * console.log(got.toString('latin1', 0, unwrap(read(reading, got)))); // HELLO-WORLD
 * ```
 */
export function splice(
  fd_in: Fd,
  off_in: FileOffset,
  fd_out: Fd,
  off_out: FileOffset,
  len: number | bigint,
  flags = 0,
): Result<number, SysError<SpliceCode>> {
  const [from, to] = [file_offset_of(off_in, 'splice: off_in'), file_offset_of(off_out, 'splice: off_out')];
  const moved = native.splice(fd_in, from, fd_out, to, len, flags);
  return moved >= 0 ? ok(moved) : refused(moved);
}
