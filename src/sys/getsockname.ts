import { errors_of, type SysError } from '../errno.js';
import type { Fd } from '../fd.js';
import { native } from '../native.js';
import { ok, ok_small, type Result } from '../result.js';
import { SockAddr } from '../sockaddr/address.js';
import { sockaddr_storage } from '../sockaddr/sockaddr.js';

/** The errors that getsockname(2) documents. */
export type GetsocknameCode = 'EBADF' | 'EINVAL' | 'ENOBUFS' | 'ENOTSOCK';

const refused = errors_of<GetsocknameCode>('getsockname');

/**
 * `int getsockname(int sockfd, struct sockaddr *addr, socklen_t *addrlen)`: getsockname(2). Reads the local address of a socket.
 *
 * @param fd a socket
 * @returns the address
 *
 * **Errors**: `EBADF`, `ENOTSOCK`; `ENOBUFS`.
 *
 * **strace**: `getsockname(3, {sa_family=AF_INET, sin_port=htons(9000), sin_addr=inet_addr("127.0.0.1")}, [128 => 16]) = 0`
 *
 * @example
 * ```ts
 * import { AF_INET, getsockname, listen, SOCK_STREAM, socket, unwrap } from 'sys-socket';
 *
 * const fd = unwrap(socket(AF_INET, SOCK_STREAM, 0));
 * unwrap(listen(fd, 1)); // the kernel chooses a port
 * console.log(unwrap(getsockname(fd)).sin_port);
 * ```
 */
export function getsockname(fd: Fd): Result<SockAddr, SysError<GetsocknameCode>>;
/**
 * {@link getsockname} into an existing address: nothing is allocated, and an address that does not fit is truncated.
 *
 * @param addr filled with the address, see {@link sockaddr_storage}
 * @returns 0
 */
export function getsockname(fd: Fd, addr: SockAddr): Result<0, SysError<GetsocknameCode>>;
export function getsockname(fd: Fd, addr?: SockAddr): Result<SockAddr | 0, SysError<GetsocknameCode>> {
  const filled = addr === undefined ? sockaddr_storage() : addr;
  const returned = native.getsockname(fd, SockAddr.to_fill(filled, 'getsockname: addr'));
  if (returned < 0) return refused(returned);
  return addr === undefined ? ok(filled) : ok_small(0);
}
