import { errors_of, type SysError } from '../errno.js';
import type { Fd } from '../fd.js';
import { native } from '../native.js';
import { ok, type Result } from '../result.js';

/** The errors that readv(2) and read(2) document, and those of sockets. */
export type ReadvCode =
  | 'EAGAIN'
  | 'EBADF'
  | 'ECONNRESET'
  | 'EINTR'
  | 'EINVAL'
  | 'EIO'
  | 'EISDIR'
  | 'ENOTCONN'
  | 'ETIMEDOUT';

/** The errors that readv(2) and write(2) document for writev, and those of sockets. */
export type WritevCode =
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

/** The errors that readv(2) and lseek(2) document for preadv. */
export type PreadvCode = 'EAGAIN' | 'EBADF' | 'EINTR' | 'EINVAL' | 'EIO' | 'EISDIR' | 'ENXIO' | 'EOVERFLOW' | 'ESPIPE';

/** The errors that readv(2) and lseek(2) document for pwritev. */
export type PwritevCode =
  | 'EAGAIN'
  | 'EBADF'
  | 'EDQUOT'
  | 'EFBIG'
  | 'EINTR'
  | 'EINVAL'
  | 'EIO'
  | 'ENOSPC'
  | 'ENXIO'
  | 'EOVERFLOW'
  | 'EPERM'
  | 'ESPIPE';

const refused_readv = errors_of<ReadvCode>('readv');
const refused_writev = errors_of<WritevCode>('writev');
const refused_preadv = errors_of<PreadvCode>('preadv');
const refused_pwritev = errors_of<PwritevCode>('pwritev');

/**
 * `ssize_t readv(int fd, const struct iovec *iov, int iovcnt)`: readv(2). {@link read} into several pieces.
 *
 * @param fd any descriptor that is open for reading
 * @param iov the pieces, which are filled one after the other
 * @returns the number of bytes read, of all pieces together; 0 at end of file
 *
 * **Errors**: those of {@link read}; `EINVAL` more than 1024 pieces.
 *
 * **strace**: `readv(3, [{iov_base="HELLO", iov_len=5}, {iov_base="-WORLD", iov_len=16}], 2) = 11`
 *
 * @example
 * ```ts
 * import { AF_UNIX, readv, SOCK_STREAM, socketpair, unwrap, write } from 'sys-socket';
 *
 * const [a, b] = unwrap(socketpair(AF_UNIX, SOCK_STREAM, 0));
 * unwrap(write(a, Buffer.from('HELLO-WORLD')));
 * const iov = [Buffer.alloc(5), Buffer.alloc(16)];
 * console.log(unwrap(readv(b, iov)), String(iov[0])); // 11 HELLO
 * ```
 */
export function readv(fd: Fd, iov: readonly Uint8Array[]): Result<number, SysError<ReadvCode>> {
  const count = native.readv(fd, iov);
  return count >= 0 ? ok(count) : refused_readv(count);
}

/**
 * `ssize_t writev(int fd, const struct iovec *iov, int iovcnt)`: readv(2). {@link write} of several pieces, as if they were one.
 *
 * @param fd any descriptor that is open for writing
 * @param iov the pieces
 * @returns the number of bytes written, of all pieces together; it may be less than their length
 *
 * **Errors**: those of {@link write}; `EINVAL` more than 1024 pieces.
 *
 * **strace**: `writev(3, [{iov_base="HELLO", iov_len=5}, {iov_base="-WORLD", iov_len=6}], 2) = 11`
 *
 * @example
 * ```ts
 * import { AF_UNIX, SOCK_STREAM, socketpair, unwrap, writev } from 'sys-socket';
 *
 * const [a] = unwrap(socketpair(AF_UNIX, SOCK_STREAM, 0));
 * console.log(unwrap(writev(a, [Buffer.from('HELLO'), Buffer.from('-WORLD')]))); // 11
 * ```
 */
export function writev(fd: Fd, iov: readonly Uint8Array[]): Result<number, SysError<WritevCode>> {
  const count = native.writev(fd, iov);
  return count >= 0 ? ok(count) : refused_writev(count);
}

/**
 * `ssize_t preadv(int fd, const struct iovec *iov, int iovcnt, off_t offset)`: readv(2). {@link readv} from an offset in a file; the
 * file offset does not change.
 *
 * @param fd a file that is open for reading
 * @param iov the pieces
 * @param offset the offset in bytes from the start of the file: a number up to 2^53 - 1, or a bigint
 * @returns the number of bytes read; 0 at end of file
 *
 * **Errors**: those of {@link readv}; `ESPIPE` a socket or a pipe, which has no offset; `EINVAL` `offset` is negative.
 *
 * **strace**: `preadv(3, [{iov_base="WORLD", iov_len=5}], 1, 6) = 5`
 *
 * @example
 * ```ts
 * import { openSync } from 'node:fs';
 * import { as_fd, preadv, unwrap } from 'sys-socket';
 *
 * const file = as_fd(openSync('/proc/sys/kernel/ostype', 'r'));
 * const piece = Buffer.alloc(3);
 * console.log(unwrap(preadv(file, [piece], 2)), String(piece)); // 3 nux
 * ```
 */
export function preadv(
  fd: Fd,
  iov: readonly Uint8Array[],
  offset: number | bigint,
): Result<number, SysError<PreadvCode>> {
  const count = native.preadv(fd, iov, offset);
  return count >= 0 ? ok(count) : refused_preadv(count);
}

/**
 * `ssize_t pwritev(int fd, const struct iovec *iov, int iovcnt, off_t offset)`: readv(2). {@link writev} to an offset in a file; the
 * file offset does not change. If the file is open with `O_APPEND`, Linux ignores `offset` and appends.
 *
 * @param fd a file that is open for writing
 * @param iov the pieces
 * @param offset the offset in bytes from the start of the file: a number up to 2^53 - 1, or a bigint
 * @returns the number of bytes written
 *
 * **Errors**: those of {@link writev}; `ESPIPE` a socket or a pipe, which has no offset; `EINVAL` `offset` is negative; `EFBIG` the
 * file would exceed the limit of the file system or RLIMIT_FSIZE.
 *
 * **strace**: `pwritev(3, [{iov_base="WORLD", iov_len=5}], 1, 6) = 5`
 *
 * @example
 * ```ts
 * import { openSync } from 'node:fs';
 * import { as_fd, pwritev, unwrap } from 'sys-socket';
 *
 * const file = as_fd(openSync('/dev/null', 'w'));
 * console.log(unwrap(pwritev(file, [Buffer.from('HELLO'), Buffer.from('-WORLD')], 2n ** 40n))); // 11
 * ```
 */
export function pwritev(
  fd: Fd,
  iov: readonly Uint8Array[],
  offset: number | bigint,
): Result<number, SysError<PwritevCode>> {
  const count = native.pwritev(fd, iov, offset);
  return count >= 0 ? ok(count) : refused_pwritev(count);
}
