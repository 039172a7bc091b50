import type { Domain } from '../domain.js';
import { errors_of, type SysError } from '../errno.js';
import type { Fd } from '../fd.js';
import { native } from '../native.js';
import { ok, type Result } from '../result.js';

/** The errors that socketpair(2) documents. */
export type SocketpairCode = 'EAFNOSUPPORT' | 'EMFILE' | 'ENFILE' | 'EOPNOTSUPP' | 'EPROTONOSUPPORT';

const refused = errors_of<SocketpairCode>('socketpair');

/**
 * `int socketpair(int domain, int type, int protocol, int sv[2])`: socketpair(2). Makes two sockets that are connected to each
 * other.
 *
 * @param domain `AF_UNIX` (or `AF_TIPC`)
 * @param type `SOCK_STREAM`, `SOCK_DGRAM` or `SOCK_SEQPACKET`, or-ed with `SOCK_NONBLOCK`, `SOCK_CLOEXEC`, both or neither
 * @param protocol 0
 * @returns both descriptors, C's `sv`
 *
 * **Errors**: `EOPNOTSUPP` the domain does not support pairs (`AF_INET`); `EAFNOSUPPORT`, `EPROTONOSUPPORT` unknown domain or protocol;
 * `EMFILE`, `ENFILE` no descriptors are free.
 *
 * **strace**: `socketpair(AF_UNIX, SOCK_STREAM, 0, [3, 4]) = 0`
 *
 * @example
 * ```ts
 * import { AF_UNIX, SOCK_SEQPACKET, socketpair, unwrap } from 'sys-socket';
 *
 * const [a, b] = unwrap(socketpair(AF_UNIX, SOCK_SEQPACKET, 0));
 * console.log(a, b);
 * ```
 */
export function socketpair(
  domain: Domain,
  type: number,
  protocol: number,
): Result<readonly [Fd, Fd], SysError<SocketpairCode>> {
  const sv = new Int32Array(2);
  const returned = native.socketpair(domain, type, protocol, sv);
  return returned >= 0 ? ok([sv[0] as Fd, sv[1] as Fd]) : refused(returned);
}
