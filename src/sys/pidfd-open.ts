import { errors_of, type SysError } from '../errno.js';
import type { Fd } from '../fd.js';
import { native } from '../native.js';
import { ok, type Result } from '../result.js';

/** What pidfd_open(2) documents. */
export type PidfdOpenCode = 'EINVAL' | 'EMFILE' | 'ENFILE' | 'ENODEV' | 'ENOMEM' | 'ESRCH';

const refused = errors_of<PidfdOpenCode>('pidfd_open');

/**
 * `int pidfd_open(pid_t pid, unsigned int flags)`: pidfd_open(2). A descriptor of a process. Unlike its number, it never comes to mean
 * another one. poll(2) finds it readable when the process has ended.
 *
 * @param pid a process: the number of its main thread
 * @param flags `PIDFD_NONBLOCK`, or 0. FD_CLOEXEC is set in any case
 * @returns the descriptor, yours to close
 *
 * **Errors**: `ESRCH` there is no such process; `EINVAL` the number is not positive or is that of another thread, or an unknown flag
 * (newer kernels say `ENOENT` of the thread); `EMFILE`, `ENFILE` no descriptor is free; `ENOSYS` a kernel before 5.3.
 *
 * **strace**: `pidfd_open(4000, 0) = 3`
 *
 * @example
 * ```ts
 * import { pidfd_open, POLLIN, poll, unwrap } from 'sys-socket';
 *
 * const fd = unwrap(pidfd_open(process.pid, 0));
 * console.log(unwrap(poll([{ fd, events: POLLIN }], 0))); // 0 (this process has not ended)
 * ```
 */
export function pidfd_open(pid: number, flags: number): Result<Fd, SysError<PidfdOpenCode>> {
  const fd = native.pidfd_open(pid, flags);
  return fd >= 0 ? ok(fd as Fd) : refused(fd);
}
