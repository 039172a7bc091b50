import { type FileOffset, file_offset_of } from '../codec/file-offset.js';
import { errors_of, type SysError } from '../errno.js';
import type { Fd } from '../fd.js';
import { native } from '../native.js';
import { ok, type Result } from '../result.js';

/** What sendfile(2) documents, and what a socket adds. */
export type SendfileCode =
  | 'EAGAIN'
  | 'EBADF'
  | 'ECONNRESET'
  | 'EINTR'
  | 'EINVAL'
  | 'EIO'
  | 'ENOMEM'
  | 'EOVERFLOW'
  | 'EPIPE'
  | 'ESPIPE';

const refused = errors_of<SendfileCode>('sendfile');

/**
 * `ssize_t sendfile(int out_fd, int in_fd, off_t *offset, size_t count)`: sendfile(2). Bytes of a file go to a socket, or any other
 * descriptor, and do not come into this process.
 *
 * @param out_fd where to; not open with `O_APPEND`
 * @param in_fd a file that can be mapped: no socket
 * @param offset where in the file to begin, see {@link FileOffset}; null is the file's own place, which moves on
 * @param count how many bytes at most; the kernel takes no more than 2147479552 in one call
 * @returns how many bytes went, fewer than `count` at the end of the file and when the socket is full; 0 at the end
 *
 * **Errors**: `EAGAIN` the socket is full, and does not block; `EINVAL` `in_fd` cannot be mapped, `out_fd` appends, a negative place;
 * `ESPIPE` a place in what has none; `EBADF`; `EPIPE`, `ECONNRESET` the peer is gone: there is no `MSG_NOSIGNAL` here, and Node
 * ignores SIGPIPE, which strace shows.
 *
 * **strace**: `sendfile(3, 4, [0] => [11], 11) = 11`, with null `sendfile(3, 4, NULL, 11) = 11`
 *
 * @example
 * ```ts
 * import { openSync } from 'node:fs';
 * import { AF_UNIX, as_fd, recv, SOCK_STREAM, sendfile, socketpair, unwrap } from 'sys-socket';
 *
 * const [a, b] = unwrap(socketpair(AF_UNIX, SOCK_STREAM, 0));
 * const offset = BigInt64Array.of(2n);
 * unwrap(sendfile(a, as_fd(openSync('/proc/sys/kernel/ostype', 'r')), offset, 3));
 * const got = Buffer.alloc(8);
 * console.log(got.toString('latin1', 0, unwrap(recv(b, got))), offset[0]); // nux 5n
 * ```
 */
export function sendfile(
  out_fd: Fd,
  in_fd: Fd,
  offset: FileOffset,
  count: number | bigint,
): Result<number, SysError<SendfileCode>> {
  const sent = native.sendfile(out_fd, in_fd, file_offset_of(offset, 'sendfile: offset'), count);
  return sent >= 0 ? ok(sent) : refused(sent);
}
