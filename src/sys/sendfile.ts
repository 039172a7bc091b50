import { type FileOffset, file_offset_of } from '../codec/file-offset.js';
import { errors_of, type SysError } from '../errno.js';
import type { Fd } from '../fd.js';
import { native } from '../native.js';
import { ok, type Result } from '../result.js';

/** The errors that sendfile(2) documents, and those of sockets. */
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
 * `ssize_t sendfile(int out_fd, int in_fd, off_t *offset, size_t count)`: sendfile(2). Copies bytes of a file to a socket, or any other
 * descriptor, inside the kernel.
 *
 * @param out_fd the destination; not open with `O_APPEND`
 * @param in_fd a file that supports mmap(2); if `out_fd` is a pipe, anything that splice(2) takes (Linux 5.12)
 * @param offset the offset in the file, see {@link FileOffset}; null uses and advances the file offset
 * @param count the maximum number of bytes; the kernel copies at most 2147479552 in one call
 * @returns the number of bytes copied: fewer than `count` at the end of the file or if the socket's buffer is full; 0 at the end
 *
 * **Errors**: `EAGAIN` the socket's buffer is full, and the socket is non-blocking; `EINVAL` `in_fd` does not support mmap, `out_fd` has
 * `O_APPEND`, or `offset` is negative; `ESPIPE` an offset for an `in_fd` that has none; `EBADF` a descriptor is not open for this; `EPIPE`,
 * `ECONNRESET` the peer is gone: the call cannot have `MSG_NOSIGNAL`, so strace shows SIGPIPE, which Node ignores.
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
