import { type AddressError, about_address, errors_of } from '../errno.js';
import type { Fd } from '../fd.js';
import { native } from '../native.js';
import { ok, type Result } from '../result.js';
import { bytes_of, type SockAddr } from '../sockaddr/address.js';

/** What connect(2) documents, and what the network adds. */
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
 * `int connect(int sockfd, const struct sockaddr *addr, socklen_t addrlen)`: connect(2). Connects a stream, or sets where a
 * datagram socket sends to and whom it hears.
 *
 * @param fd a socket
 * @param addr the peer; one of family `AF_UNSPEC` dissolves a datagram socket's connection
 * @returns 0: a stream is connected
 *
 * **Errors**: `EINPROGRESS` it does not block: wait for POLLOUT, then ask `SO_ERROR`; `EAGAIN` instead on a unix socket whose
 * peer's backlog is full; `EINTR` a signal came and the attempt goes on: do not call again, wait as for EINPROGRESS;
 * `ECONNREFUSED` nobody listens; `ETIMEDOUT`, `EHOSTUNREACH`, `ENETUNREACH` nobody answers, or no way there; `EISCONN` it is
 * connected; `EADDRNOTAVAIL` no local port is free.
 All with the address, as text, in `address`.
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
