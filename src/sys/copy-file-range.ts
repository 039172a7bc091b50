import { type FileOffset, file_offset_of } from '../codec/file-offset.js';
import { errors_of, type SysError } from '../errno.js';
import type { Fd } from '../fd.js';
import { native } from '../native.js';
import { ok, type Result } from '../result.js';

/** The errors that copy_file_range(2) documents. */
export type CopyFileRangeCode =
  | 'EBADF'
  | 'EFBIG'
  | 'EINVAL'
  | 'EIO'
  | 'EISDIR'
  | 'ENOMEM'
  | 'ENOSPC'
  | 'EOPNOTSUPP'
  | 'EOVERFLOW'
  | 'EPERM'
  | 'ETXTBSY'
  | 'EXDEV';

const refused = errors_of<CopyFileRangeCode>('copy_file_range');

/**
 * `ssize_t copy_file_range(int fd_in, off64_t *off_in, int fd_out, off64_t *off_out, size_t len, unsigned int flags)`:
 * copy_file_range(2). Copies bytes from one file to another inside the kernel; a file system may share the blocks instead.
 *
 * @param fd_in a file, open for reading
 * @param off_in the offset to read from, see {@link FileOffset}; null uses and advances the file offset
 * @param fd_out a file, open for writing, without `O_APPEND`
 * @param off_out the offset to write to, in the same way
 * @param len the maximum number of bytes
 * @param flags 0: the kernel defines none
 * @returns the number of bytes copied; 0 at the end of `fd_in`
 *
 * **Errors**: `EBADF` a descriptor is not open for this, or has `O_APPEND`; `EINVAL` not a regular file, flags, or overlapping ranges of
 * one file; `EISDIR` a directory; `EXDEV` the two file systems do not support it; `EOVERFLOW`, `EFBIG` an offset is out of range; `ENOSPC`.
 *
 * **strace**: `copy_file_range(3, [2], 4, [0], 3, 0) = 3`
 *
 * @example
 * ```ts
 * import { mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
 * import { tmpdir } from 'node:os';
 * import { join } from 'node:path';
 * import { as_fd, copy_file_range, unwrap } from 'sys-socket';
 *
 * const folder = mkdtempSync(join(tmpdir(), 'copy-'));
 * writeFileSync(join(folder, 'from'), 'HELLO-WORLD');
 * const [from, to] = [as_fd(openSync(join(folder, 'from'), 'r')), as_fd(openSync(join(folder, 'to'), 'w'))];
 * console.log(unwrap(copy_file_range(from, 6, to, 0, 100))); // 5
 * console.log(String(readFileSync(join(folder, 'to')))); // WORLD
 * rmSync(folder, { recursive: true });
 * ```
 */
export function copy_file_range(
  fd_in: Fd,
  off_in: FileOffset,
  fd_out: Fd,
  off_out: FileOffset,
  len: number | bigint,
  flags = 0,
): Result<number, SysError<CopyFileRangeCode>> {
  const [from, to] = [
    file_offset_of(off_in, 'copy_file_range: off_in'),
    file_offset_of(off_out, 'copy_file_range: off_out'),
  ];
  const copied = native.copy_file_range(fd_in, from, fd_out, to, len, flags);
  return copied >= 0 ? ok(copied) : refused(copied);
}
