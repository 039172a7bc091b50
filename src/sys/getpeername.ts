import { errors_of, type SysError } from '../errno.js';
import type { Fd } from '../fd.js';
import { native } from '../native.js';
import { ok, type Result } from '../result.js';
import { SockAddr } from '../sockaddr/address.js';
import { sockaddr_storage } from '../sockaddr/sockaddr.js';

/** The errors that getpeername(2) documents. */
export type GetpeernameCode = 'EBADF' | 'EINVAL' | 'ENOBUFS' | 'ENOTCONN' | 'ENOTSOCK';

const refused = errors_of<GetpeernameCode>('getpeername');

/**
 * `int getpeername(int sockfd, struct sockaddr *addr, socklen_t *addrlen)`: getpeername(2). Reads the address of the peer.
 *
 * @param fd a connected socket
 * @returns the address
 *
 * **Errors**: `ENOTCONN` it is not connected; `EBADF`, `ENOTSOCK`; `ENOBUFS`.
 *
 * **strace**: `getpeername(3, {sa_family=AF_INET, sin_port=htons(9000), sin_addr=inet_addr("127.0.0.1")}, [128 => 16]) = 0`
 *
 * @example
 * ```ts
 * import { AF_INET, connect, getpeername, SOCK_DGRAM, sockaddr_in, socket, unwrap } from 'sys-socket';
 *
 * const fd = unwrap(socket(AF_INET, SOCK_DGRAM, 0));
 * unwrap(connect(fd, sockaddr_in('127.0.0.1', 9000)));
 * console.log(String(unwrap(getpeername(fd)))); // 127.0.0.1:9000
 * ```
 */
export function getpeername(fd: Fd): Result<SockAddr, SysError<GetpeernameCode>>;
/**
 * {@link getpeername} into an existing address: nothing is allocated, and an address that does not fit is truncated.
 *
 * @param addr filled with the address, see {@link sockaddr_storage}
 * @returns 0
 */
export function getpeername(fd: Fd, addr: SockAddr): Result<0, SysError<GetpeernameCode>>;
export function getpeername(fd: Fd, addr?: SockAddr): Result<SockAddr | 0, SysError<GetpeernameCode>> {
  const filled = addr === undefined ? sockaddr_storage() : addr;
  const returned = native.getpeername(fd, SockAddr.to_fill(filled, 'getpeername: addr'));
  if (returned < 0) return refused(returned);
  return ok(addr === undefined ? filled : 0);
}
