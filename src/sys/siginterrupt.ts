import { errors_of, type SysError } from '../errno.js';
import { thread } from '../native.js';
import { ok, type Result } from '../result.js';

/** The errors that siginterrupt(3) documents. */
export type SiginterruptCode = 'EINVAL';

const refused = errors_of<SiginterruptCode>('siginterrupt');

/**
 * `int siginterrupt(int sig, int flag)`: siginterrupt(3), for handlers that `process.on` sets, and for the main thread. With `true`, a
 * signal ends with `EINTR` the call of this package that blocks the main thread, or the next one that may block. The handler runs when
 * the program returns to the event loop. With `false`, the default, the kernel restarts the call (`SA_RESTART`), or the call returns EINTR
 * nevertheless (poll, epoll_wait), and the handler runs only when the program returns to the event loop by itself.
 *
 * A request stays until a call answers it, as that of {@link interrupt} does: a signal that arrives while JavaScript runs ends the next
 * call that may block, even if the handler has already run. Calls of Node itself, of other modules and of other threads are not affected.
 * Removing the last listener of a signal also removes this setting; call again after the next `process.on`.
 *
 * @param sig a signal that has a listener: call `process.on` first
 * @param flag true to interrupt calls, false to restart them
 * @returns 0
 *
 * **Errors**: `EINVAL` not a signal, or a signal without a handler.
 *
 * **strace**: two `rt_sigaction` lines
 *
 * @example
 * ```ts
 * import { AF_UNIX, recv, siginterrupt, SIGUSR2, SOCK_STREAM, socketpair, unwrap } from 'sys-socket';
 *
 * const [a] = unwrap(socketpair(AF_UNIX, SOCK_STREAM, 0));
 * process.on('SIGUSR2', () => console.log('the handler'));
 * unwrap(siginterrupt(SIGUSR2, true));
 * process.kill(process.pid, 'SIGUSR2'); // or another process, at any time
 * const received = recv(a, new Uint8Array(1), 0); // nobody sends
 * if (!received.ok) console.log(received.error.code); // EINTR
 * ```
 */
export function siginterrupt(sig: number, flag: boolean): Result<0, SysError<SiginterruptCode>> {
  if (typeof flag !== 'boolean') throw new TypeError(`siginterrupt: flag must be a boolean, got ${typeof flag}`);
  const returned = thread.siginterrupt(sig, Number(flag));
  return returned >= 0 ? ok(0) : refused(returned);
}
