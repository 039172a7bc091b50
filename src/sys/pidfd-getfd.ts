import { errors_of, type SysError } from '../errno.js';
import type { Fd } from '../fd.js';
import { native } from '../native.js';
import { ok, type Result } from '../result.js';

/** The errors that pidfd_getfd(2) documents. */
export type PidfdGetfdCode = 'EBADF' | 'EINVAL' | 'EMFILE' | 'ENFILE' | 'EPERM' | 'ESRCH';

const refused = errors_of<PidfdGetfdCode>('pidfd_getfd');

/**
 * `int pidfd_getfd(int pidfd, int targetfd, unsigned int flags)`: pidfd_getfd(2). Makes a descriptor in this process of a file that
 * another process has open. It is like dup(2) across processes, or like SCM_RIGHTS without the cooperation of the other process.
 *
 * @param pidfd the other process: {@link pidfd_open}
 * @param targetfd the number of the descriptor in that process
 * @param flags 0
 * @returns the descriptor in this process, with FD_CLOEXEC; it shares file offset, O_NONBLOCK and socket options with the original
 *
 * **Errors**: `EBADF` `pidfd` is not a descriptor of a process, or `targetfd` is not open there; `EPERM` this process may not trace that
 * one (ptrace(2), yama's `ptrace_scope`); `ESRCH` that process has ended; `EINVAL` unknown flags; `EMFILE`, `ENFILE` no descriptor is
 * free; `ENOSYS` before Linux 5.6.
 *
 * **strace**: `pidfd_getfd(3, 5, 0) = 6`
 *
 * @example
 * ```ts
 * import { pidfd_getfd, pidfd_open, pipe2, read, unwrap, write } from 'sys-socket';
 *
 * const [reader, writer] = unwrap(pipe2(0));
 * const self = unwrap(pidfd_open(process.pid, 0)); // or that of another process
 * const second = unwrap(pidfd_getfd(self, writer, 0));
 * unwrap(write(second, Buffer.from('HELLO')));
 * console.log(unwrap(read(reader, new Uint8Array(16)))); // 5
 * ```
 */
export function pidfd_getfd(pidfd: Fd, targetfd: number, flags: number): Result<Fd, SysError<PidfdGetfdCode>> {
  const fd = native.pidfd_getfd(pidfd, targetfd, flags);
  return fd >= 0 ? ok(fd as Fd) : refused(fd);
}
