import { errors_of, type SysError } from '../errno.js';
import type { Fd } from '../fd.js';
import { native } from '../native.js';
import { ok, type Result } from '../result.js';

/** The errors that pipe(2) documents. */
export type PipeCode = 'EINVAL' | 'EMFILE' | 'ENFILE' | 'ENOPKG';

const refused = errors_of<PipeCode>('pipe2');

/**
 * `int pipe2(int pipefd[2], int flags)`: pipe(2). Makes a pipe: bytes that are written to one end are read from the other.
 *
 * @param flags `O_NONBLOCK`, `O_CLOEXEC`, `O_DIRECT` (each write is a packet), or-ed, or 0
 * @returns both ends, C's `pipefd`: the end to read from, and the end to write to
 *
 * **Errors**: `EINVAL` an unknown flag; `EMFILE` fewer than two descriptors are free; `ENFILE` the system's limit of open files, or the
 * user's limit of memory for pipes.
 *
 * **strace**: `pipe2([3, 4], O_CLOEXEC) = 0`
 *
 * @example
 * ```ts
 * import { O_CLOEXEC, pipe2, read, unwrap, write } from 'sys-socket';
 *
 * const [reader, writer] = unwrap(pipe2(O_CLOEXEC));
 * unwrap(write(writer, Buffer.from('HELLO')));
 * console.log(unwrap(read(reader, new Uint8Array(16)))); // 5
 * ```
 */
export function pipe2(flags: number): Result<readonly [reader: Fd, writer: Fd], SysError<PipeCode>> {
  const pipefd = new Int32Array(2);
  const returned = native.pipe2(pipefd, flags);
  return returned >= 0 ? ok([pipefd[0] as Fd, pipefd[1] as Fd]) : refused(returned);
}
