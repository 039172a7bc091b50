import { decode_sigset, sigset_or_null, sigset_size } from '../codec/sigset.js';
import { errors_of, type SysError } from '../errno.js';
import { native } from '../native.js';
import { ok, type Result } from '../result.js';

const refused = errors_of<'EINVAL'>('pthread_sigmask');

/**
 * `int pthread_sigmask(int how, const sigset_t *set, sigset_t *oldset)`: pthread_sigmask(3). Changes which signals are blocked in the
 * calling thread. A blocked signal stays pending until {@link signalfd} reads it or it is unblocked.
 *
 * The masks of the other threads of the process do not change, so signals that are directed at the process are delivered to those
 * threads: see {@link signalfd}. Threads that this one creates later, Workers too, inherit its mask; child processes do not, because libuv
 * clears it.
 *
 * SIGSEGV, SIGBUS, SIGFPE and SIGILL are never blocked, here as in {@link ppoll} and {@link epoll_pwait2}: a processor fault whose signal
 * is blocked ends the process, and V8 turns such faults into exceptions (for example an access beyond the memory of WebAssembly).
 *
 * @param how `SIG_BLOCK` (adds to the mask), `SIG_UNBLOCK` (removes from it), `SIG_SETMASK` (replaces it)
 * @param set the signals; null or omitted is C's NULL, and changes nothing. Ignored are: SIGKILL and SIGSTOP, by the kernel; the signals
 *   that libc uses itself (32 and 33, and with musl 34); that of {@link interrupt}, SIGRTMIN + 6; SIGSEGV, SIGBUS, SIGFPE and SIGILL, except
 *   with `SIG_UNBLOCK`
 * @returns the signals that were blocked before the call, C's `oldset`
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
