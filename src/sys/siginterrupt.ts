import { errors_of, type SysError } from '../errno.js';
import { thread } from '../native.js';
import { ok, type Result } from '../result.js';

/** What siginterrupt(3) documents. */
export type SiginterruptCode = 'EINVAL';

const refused = errors_of<SiginterruptCode>('siginterrupt');

/**
 * `int siginterrupt(int sig, int flag)`: siginterrupt(3), of the handlers that `process.on` sets and of the main thread. With `true`, a
 * signal ends the call of this package that blocks the main thread, or the next one that may block, with `EINTR`: a program that then
 * returns to the event loop has its handler called there. Without it the kernel goes on with the call (`SA_RESTART`), or the call returns
 * EINTR anyway (poll, epoll_wait), and the handler waits until the program is back in the event loop, for ever if it never is.
 *
 * The request waits for a call as that of {@link interrupt} does: a signal that came while JavaScript ran ends the next call that may
 * block, also when the handler has run by then. Calls of Node's own, of other modules and of other threads go on as ever. When the last
 * listener of a signal is taken away, so is this; call again after the next `process.on`.
 *
 * @param sig the signal, which has a listener: `process.on` comes first
 * @param flag true to interrupt calls, false to go on with them
 * @returns 0
 *
 * **Errors**: `EINVAL` no signal, or one that has no handler.
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
