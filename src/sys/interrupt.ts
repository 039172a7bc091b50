import { errors_of, type SysError } from '../errno.js';
import { thread } from '../native.js';
import { ok, type Result } from '../result.js';

/** Why no thread was interrupted. */
export type InterruptCode = 'EAGAIN' | 'ESRCH';

const refused = errors_of<InterruptCode>('interrupt');

/**
 * Ends the call that a thread is blocked in: it returns `EINTR`, as after the handler of a signal. If the thread is in no call of this
 * package that may block, the next such call returns `EINTR` at once. Exactly one call does, in every race; a call that has done its
 * work keeps its result, and the next one returns `EINTR`. Several requests that are still unanswered count as one.
 *
 * Every call that may block can be ended, with two exceptions: close(2) and dup3(2) stop waiting (`SO_LINGER`) and succeed, and
 * `getaddrinfo` is not ended. A call that does not block (`MSG_DONTWAIT`, a timeout of 0) answers no request. `send_all`, `recv_exact` and
 * the other loops retry after an ordinary `EINTR`, but fail with this one, and report their progress. After an `EINTR` of connect(2),
 * call connect again, because the attempt may or may not have begun. See docs/interrupt.md.
 *
 * @param threadId Node's id of a thread that has loaded this package: `worker.threadId`; 0 is the main thread
 * @returns 0
 *
 * **Errors**: `ESRCH` no such thread, or it has not loaded the package; `EAGAIN` the user has too many queued signals (RLIMIT_SIGPENDING).
 *
 * **strace**: `tgkill(4000, 4001, SIGRT_8) = 0`, and in the other thread what strace prints of any call that a signal interrupts
 *
 * @example
 * ```ts
 * import { AF_UNIX, interrupt, recv, SOCK_STREAM, socketpair, unwrap } from 'sys-socket';
 * import { threadId } from 'node:worker_threads';
 *
 * const [a] = unwrap(socketpair(AF_UNIX, SOCK_STREAM, 0));
 * unwrap(interrupt(threadId)); // of this thread itself: the next call that may block
 * const received = recv(a, new Uint8Array(1), 0); // nobody sends
 * if (!received.ok) console.log(received.error.code); // EINTR
 * ```
 */
export function interrupt(threadId: number): Result<0, SysError<InterruptCode>> {
  const returned = thread.interrupt(threadId);
  return returned >= 0 ? ok(0) : refused(returned);
}
