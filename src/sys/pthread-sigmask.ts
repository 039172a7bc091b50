import { decode_sigset, sigset_or_null, sigset_size } from '../codec/sigset.js';
import { errors_of, type SysError } from '../errno.js';
import { native } from '../native.js';
import { ok, type Result } from '../result.js';

const refused = errors_of<'EINVAL'>('pthread_sigmask');

/**
 * `int pthread_sigmask(int how, const sigset_t *set, sigset_t *oldset)`: pthread_sigmask(3). Changes which signals are blocked in the
 * calling thread: they wait, for {@link signalfd} or until they are unblocked.
 *
 * The other threads of the process keep theirs, and are given the signals that are directed at the process: see
 * {@link signalfd}. Threads that this one makes later, Workers too, begin with its mask; child processes do not, libuv clears it.
 *
 * SIGSEGV, SIGBUS, SIGFPE and SIGILL are never blocked, here as in {@link ppoll} and {@link epoll_pwait2}: a fault of the processor whose signal
 * is blocked ends the process, and V8 makes exceptions of such faults (an access beyond the memory of WebAssembly is one).
 *
 * @param how `SIG_BLOCK` (these too), `SIG_UNBLOCK` (no longer these), `SIG_SETMASK` (these and no others)
 * @param set the signals; left out, it is C's NULL, and nothing is changed. Passed over: SIGKILL and SIGSTOP, by the kernel; the ones that
 *   libc keeps for itself (32 and 33, and 34 of musl); SIGSEGV, SIGBUS, SIGFPE and SIGILL, unless they are to be unblocked
 * @returns the signals that were blocked before, C's `oldset`
 *
 * **Errors**: `EINVAL` an unknown `how`.
 *
 * **strace**: `rt_sigprocmask(SIG_BLOCK, [USR2], [], 8) = 0`
 *
 * @example
 * ```ts
 * import { pthread_sigmask, SIG_BLOCK, SIGPIPE, unwrap } from 'sys-socket';
 *
 * unwrap(pthread_sigmask(SIG_BLOCK, [SIGPIPE]));
 * console.log(unwrap(pthread_sigmask(SIG_BLOCK)).includes(SIGPIPE)); // true
 * ```
 */
export function pthread_sigmask(how: number, set?: readonly number[] | null): Result<number[], SysError<'EINVAL'>> {
  const oldset = new Uint8Array(sigset_size);
  const returned = native.pthread_sigmask(how, sigset_or_null(set, 'pthread_sigmask: set'), oldset);
  return returned >= 0 ? ok(decode_sigset(oldset)) : refused(returned);
}
