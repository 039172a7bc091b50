import { errors_of, type SysError } from '../errno.js';
import { native } from '../native.js';
import { ok, type Result } from '../result.js';

/** The errors that tgkill(2) documents. */
export type TgkillCode = 'EAGAIN' | 'EINVAL' | 'EPERM' | 'ESRCH';

const refused = errors_of<TgkillCode>('tgkill');

/**
 * `int tgkill(pid_t tgid, pid_t tid, int sig)`: tgkill(2). Sends a signal to one thread. With `process.kill`, the kernel chooses a
 * thread of the process.
 *
 * @param tgid the process, `process.pid`
 * @param tid the thread, see {@link gettid}
 * @param sig the signal; 0 only checks that it could be sent
 * @returns 0
 *
 * **Errors**: `ESRCH` no such thread; `EPERM` no permission to signal the process; `EINVAL` not a signal, or an id that is not positive;
 * `EAGAIN` too many queued real-time signals.
 *
 * **strace**: `tgkill(4000, 4000, SIGUSR2) = 0`
 *
 * @example
 * ```ts
 * import { gettid, tgkill, unwrap } from 'sys-socket';
 *
 * console.log(unwrap(tgkill(process.pid, gettid(), 0))); // 0
 * ```
 */
export function tgkill(tgid: number, tid: number, sig: number): Result<0, SysError<TgkillCode>> {
  const returned = native.tgkill(tgid, tid, sig);
  return returned >= 0 ? ok(0) : refused(returned);
}
