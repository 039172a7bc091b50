import { type AddressError, about_address, errors_of } from '../errno.js';
import type { Fd } from '../fd.js';
import { native } from '../native.js';
import { ok, type Result } from '../result.js';
import { bytes_of, type SockAddr } from '../sockaddr/address.js';

/** The errors that bind(2) documents, including those of unix sockets. */
export type BindCode =
  | 'EACCES'
  | 'EADDRINUSE'
  | 'EADDRNOTAVAIL'
  | 'EAFNOSUPPORT'
  | 'EBADF'
  | 'EINVAL'
  | 'ELOOP'
  | 'ENAMETOOLONG'
  | 'ENOENT'
  | 'ENOMEM'
  | 'ENOTDIR'
  | 'ENOTSOCK'
  | 'EROFS';

const refused = errors_of<BindCode>('bind');

/**
 * `int bind(int sockfd, const struct sockaddr *addr, socklen_t addrlen)`: bind(2). Gives a socket its address.
 *
 * @param fd a socket without an address
 * @param addr the address; its length is passed as `addrlen`
 * @returns 0
 *
 * **Errors**: `EADDRINUSE` another socket uses the address, or connections in TIME_WAIT do and not every listener set `SO_REUSEADDR`;
 * `EADDRNOTAVAIL` no interface has the address; `EACCES` a port below 1024 without CAP_NET_BIND_SERVICE, or a directory without write
 * permission; `EINVAL` the socket is bound already, or `addrlen` is wrong for the family; `EAFNOSUPPORT` the socket is of another family.
 * All have the address as text in `address`.
 *
 * **strace**: `bind(3, {sa_family=AF_INET, sin_port=htons(9000), sin_addr=inet_addr("0.0.0.0")}, 16) = 0`
 *
 * @example
 * ```ts
 * import { AF_INET, bind, SOCK_STREAM, sockaddr_in, socket, unwrap } from 'sys-socket';
 *
 * const fd = unwrap(socket(AF_INET, SOCK_STREAM, 0));
 * unwrap(bind(fd, sockaddr_in('127.0.0.1', 0)));
 * ```
 */
export function bind(fd: Fd, addr: SockAddr): Result<0, AddressError<BindCode>> {
  const returned = native.bind(fd, bytes_of(addr, 'bind: addr'));
  return returned >= 0 ? ok(0) : about_address(refused(returned), addr);
}
