import { type AddressError, about_address, errors_of } from '../errno.js';
import type { Fd } from '../fd.js';
import { native } from '../native.js';
import { ok, type Result } from '../result.js';
import { bytes_of, type SockAddr } from '../sockaddr/address.js';

/** The errors that connect(2) documents, and those of the network. */
export type ConnectCode =
  | 'EACCES'
  | 'EADDRINUSE'
  | 'EADDRNOTAVAIL'
  | 'EAFNOSUPPORT'
  | 'EAGAIN'
  | 'EALREADY'
  | 'EBADF'
  | 'ECONNREFUSED'
  | 'ECONNRESET'
  | 'EHOSTUNREACH'
  | 'EINPROGRESS'
  | 'EINTR'
  | 'EINVAL'
  | 'EISCONN'
  | 'ENETUNREACH'
  | 'ENOENT'
  | 'ENOTSOCK'
  | 'EPERM'
  | 'EPROTOTYPE'
  | 'ETIMEDOUT';

const refused = errors_of<ConnectCode>('connect');

/**
 * `int connect(int sockfd, const struct sockaddr *addr, socklen_t addrlen)`: connect(2). Connects a stream socket, or sets the peer
 * that a datagram socket sends to and receives from.
 *
 * @param fd a socket
 * @param addr the peer; an address of family `AF_UNSPEC` dissolves the association of a datagram socket
 * @returns 0; a stream socket is then connected
 *
 * **Errors**: `EINPROGRESS` the socket is non-blocking: wait for POLLOUT, then read `SO_ERROR`; `EAGAIN` a non-blocking unix socket, and
 * the peer's backlog is full; `EINTR` a signal arrived, and an attempt that had begun continues: call again, and `EALREADY` or `EISCONN`
 * means that it had; `ECONNREFUSED` no socket listens there; `ETIMEDOUT` no answer; `EHOSTUNREACH`, `ENETUNREACH` no route; `EISCONN` the
 * socket is connected already; `EADDRNOTAVAIL` no local port is free. All have the address as text in `address`.
 *
 * **strace**: `connect(3, {sa_family=AF_INET, sin_port=htons(9000), sin_addr=inet_addr("127.0.0.1")}, 16) = 0`
 *
 * @example
 * ```ts
 * import { AF_INET, connect, SOCK_STREAM, sockaddr_in, socket, unwrap } from 'sys-socket';
 *
 * const fd = unwrap(socket(AF_INET, SOCK_STREAM, 0));
 * const connected = connect(fd, sockaddr_in('127.0.0.1', 1));
 * if (!connected.ok) console.log(connected.error.code); // ECONNREFUSED
 * ```
 */
export function connect(fd: Fd, addr: SockAddr): Result<0, AddressError<ConnectCode>> {
  const returned = native.connect(fd, bytes_of(addr, 'connect: addr'));
  return returned >= 0 ? ok(0) : about_address(refused(returned), addr);
}
