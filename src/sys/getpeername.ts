import { errors_of, type SysError } from '../errno.js';
import type { Fd } from '../fd.js';
import { native } from '../native.js';
import { ok, type Result } from '../result.js';
import { SockAddr } from '../sockaddr/address.js';

/** What getpeername(2) documents. */
export type GetpeernameCode = 'EBADF' | 'EINVAL' | 'ENOBUFS' | 'ENOTCONN' | 'ENOTSOCK';

const refused = errors_of<GetpeernameCode>('getpeername');

/**
 * `int getpeername(int sockfd, struct sockaddr *addr, socklen_t *addrlen)`: getpeername(2). Reads the address of the peer.
 *
 * @param fd a socket that is connected
 * @param addr filled with the address, see {@link sockaddr_storage}
 * @returns 0
 *
 * **Errors**: `ENOTCONN` it is not connected; `EBADF`, `ENOTSOCK`; `ENOBUFS`.
 *
 * **strace**: `getpeername(3, {sa_family=AF_INET, sin_port=htons(9000), sin_addr=inet_addr("127.0.0.1")}, [128 => 16]) = 0`
 *
 * @example
 * ```ts
 * import { AF_INET, connect, getpeername, SOCK_DGRAM, sockaddr_in, sockaddr_storage, socket, unwrap } from 'sys-socket';
 *
 * const fd = unwrap(socket(AF_INET, SOCK_DGRAM, 0));
 * unwrap(connect(fd, sockaddr_in('127.0.0.1', 9000)));
 * const peer = sockaddr_storage();
 * unwrap(getpeername(fd, peer));
 * console.log(String(peer)); // 127.0.0.1:9000
 * ```
 */
export function getpeername(fd: Fd, addr: SockAddr): Result<0, SysError<GetpeernameCode>> {
  const returned = native.getpeername(fd, SockAddr.to_fill(addr, 'getpeername: addr'));
  return returned >= 0 ? ok(0) : refused(returned);
}
