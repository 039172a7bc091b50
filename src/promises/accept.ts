import { POLLIN } from '../constants.js';
import type { SysError } from '../errno.js';
import type { Fd } from '../fd.js';
import type { Result } from '../result.js';
import type { SockAddr } from '../sockaddr/address.js';
import { type AcceptCode, accept as accept_now, accept4 as accept4_now } from '../sys/accept.js';
import type { FcntlCode } from '../sys/fcntl.js';
import type { WaitOptions } from './options.js';
import type { Blocking, WaitError } from './outcome.js';
import { when_unblocking } from './when-ready.js';

/** Why accept failed. */
export type AcceptError = SysError<AcceptCode | FcntlCode> | WaitError | Blocking;

/**
 * accept(2), as a promise: takes the first pending connection, or waits for one on Node's event loop.
 *
 * @param fd a listening socket with O_NONBLOCK; without it, the call would block if another thread or process took the connection first
 * @param addr filled with the peer's address; null or omitted is C's NULL
 * @param options when to stop waiting
 * @returns the descriptor of the connection, blocking and without FD_CLOEXEC; {@link accept4} can set both flags
 *
 * **Errors**: those of `accept`, except EAGAIN; `BLOCKING` the listener has no O_NONBLOCK; those of {@link ready}.
 *
 * **strace**: `accept(3, NULL, NULL) = 4`; if none is pending, that line with `-1 EAGAIN`, then the lines of {@link ready}
 *
 * @example
 * ```ts
 * import { AF_INET, connect, getsockname, listen, SOCK_NONBLOCK, SOCK_STREAM, socket, unwrap } from 'sys-socket';
 * import { accept } from 'sys-socket/promises';
 *
 * const listener = unwrap(socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0));
 * unwrap(listen(listener, 128));
 * const accepted = accept(listener);
 * unwrap(connect(unwrap(socket(AF_INET, SOCK_STREAM, 0)), unwrap(getsockname(listener))));
 * console.log((await accepted).ok); // true
 * ```
 */
export function accept(fd: Fd, addr?: SockAddr | null, options?: WaitOptions): Promise<Result<Fd, AcceptError>> {
  return when_unblocking('accept', fd, POLLIN, options, () => accept_now(fd, addr));
}

/**
 * accept4(2), as a promise: {@link accept}, with flags for the new descriptor.
 *
 * @param fd a listening socket with O_NONBLOCK
 * @param addr filled with the peer's address; null is C's NULL
 * @param flags `SOCK_NONBLOCK`, `SOCK_CLOEXEC`, or both
 * @param options when to stop waiting
 * @returns the descriptor of the connection
 *
 * **Errors**: those of {@link accept}; `EINVAL` for other flags.
 *
 * **strace**: `accept4(3, NULL, NULL, SOCK_CLOEXEC|SOCK_NONBLOCK) = 4`; if none is pending, that line with `-1 EAGAIN`, then the lines of
 * {@link ready}
 *
 * @example
 * ```ts
 * import { AF_INET, listen, SOCK_CLOEXEC, SOCK_NONBLOCK, SOCK_STREAM, socket, unwrap } from 'sys-socket';
 * import { accept4 } from 'sys-socket/promises';
 *
 * const listener = unwrap(socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0));
 * unwrap(listen(listener, 128));
 * const conn = await accept4(listener, null, SOCK_NONBLOCK | SOCK_CLOEXEC, { timeout: 1 });
 * console.log(conn.ok ? conn.value : conn.error.message); // Nothing was ready within 1 ms
 * ```
 */
export function accept4(
  fd: Fd,
  addr: SockAddr | null,
  flags: number,
  options?: WaitOptions,
): Promise<Result<Fd, AcceptError>> {
  return when_unblocking('accept4', fd, POLLIN, options, () => accept4_now(fd, addr, flags));
}
