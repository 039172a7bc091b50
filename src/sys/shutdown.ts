import { errors_of, type SysError } from '../errno.js';
import type { Fd } from '../fd.js';
import { native } from '../native.js';
import { ok, type Result } from '../result.js';

/** The errors that shutdown(2) documents. */
export type ShutdownCode = 'EBADF' | 'EINVAL' | 'ENOTCONN' | 'ENOTSOCK';

const refused = errors_of<ShutdownCode>('shutdown');

/**
 * `int shutdown(int sockfd, int how)`: shutdown(2). Ends one direction of a connection, or both, for every process that has the
 * socket open. The descriptor stays open. It wakes calls that block on the socket in other threads, which {@link close} does not.
 *
 * @param fd a connected socket
 * @param how `SHUT_WR`: the peer reads the end of the stream, and can still send; `SHUT_RD`; `SHUT_RDWR`
 * @returns 0
 *
 * **Errors**: `ENOTCONN` it is not connected; `EINVAL` an unknown `how`.
 *
 * **strace**: `shutdown(3, SHUT_WR) = 0`
 *
 * @example
 * ```ts
 * import { AF_UNIX, recv, SHUT_WR, shutdown, SOCK_STREAM, socketpair, unwrap } from 'sys-socket';
 *
 * const [a, b] = unwrap(socketpair(AF_UNIX, SOCK_STREAM, 0));
 * unwrap(shutdown(a, SHUT_WR));
 * console.log(unwrap(recv(b, new Uint8Array(8)))); // 0 (the end)
 * ```
 */
export function shutdown(fd: Fd, how: number): Result<0, SysError<ShutdownCode>> {
  const returned = native.shutdown(fd, how);
  return returned >= 0 ? ok(0) : refused(returned);
}
