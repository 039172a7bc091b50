import { type FileOffset, file_offset_of } from '../codec/file-offset.js';
import { errors_of, type SysError } from '../errno.js';
import type { Fd } from '../fd.js';
import { native } from '../native.js';
import { ok, type Result } from '../result.js';

/** What splice(2) documents, and what a socket adds. */
export type SpliceCode = 'EAGAIN' | 'EBADF' | 'ECONNRESET' | 'EINTR' | 'EINVAL' | 'ENOMEM' | 'EPIPE' | 'ESPIPE';

const refused = errors_of<SpliceCode>('splice');

/**
 * `ssize_t splice(int fd_in, off64_t *off_in, int fd_out, off64_t *off_out, size_t len, unsigned int flags)`: splice(2). Bytes go
 * from one descriptor to another, of which one at least is a pipe, and do not come into this process.
 *
 * @param fd_in where from
 * @param off_in where in it, see {@link FileOffset}; null for a pipe or a socket
 * @param fd_out where to
 * @param off_out where in it; null for a pipe or a socket
 * @param len how many bytes at most
 * @param flags `SPLICE_F_MOVE`, `SPLICE_F_NONBLOCK` (of the pipes), `SPLICE_F_MORE` (of a socket, as `MSG_MORE`), or-ed
 * @returns how many bytes went; 0 at the end
 *
 * **Errors**: `EINVAL` no pipe among them, twice the same one, `fd_out` appends; `ESPIPE` a place in a pipe; `EAGAIN` nothing there, or
 * no room, and it does not block; `EBADF`; `EPIPE` the pipe has no reader.
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
