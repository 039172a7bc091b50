import { errors_of, type SysError } from '../errno.js';
import type { Fd } from '../fd.js';
import { native } from '../native.js';
import { ok, type Result } from '../result.js';

/** The errors that pidfd_open(2) documents. */
export type PidfdOpenCode = 'EINVAL' | 'EMFILE' | 'ENFILE' | 'ENODEV' | 'ENOMEM' | 'ESRCH';

const refused = errors_of<PidfdOpenCode>('pidfd_open');

/**
 * `int pidfd_open(pid_t pid, unsigned int flags)`: pidfd_open(2). Makes a descriptor of a process. Unlike a process id, it never refers
 * to another process later. poll(2) reports it readable when the process has ended.
 *
 * @param pid the id of the process, which is the id of its main thread
 * @param flags `PIDFD_NONBLOCK`, or 0. FD_CLOEXEC is always set
 * @returns the descriptor, which the caller must close
 *
 * **Errors**: `ESRCH` there is no such process; `EINVAL` the id is not positive or is that of another thread (`ENOENT` in newer kernels),
 * or an unknown flag; `EMFILE`, `ENFILE` no descriptor is free; `ENOSYS` before Linux 5.3.
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
