import { errors_of, type SysError } from '../errno.js';
import type { Fd } from '../fd.js';
import { native } from '../native.js';
import { ok, type Result } from '../result.js';
import { cell_or_null, type SockAddr } from '../sockaddr/address.js';

/** The errors that accept(2) documents. */
export type AcceptCode =
  | 'EAGAIN'
  | 'EBADF'
  | 'ECONNABORTED'
  | 'EINTR'
  | 'EINVAL'
  | 'EMFILE'
  | 'ENFILE'
  | 'ENOBUFS'
  | 'ENOMEM'
  | 'ENOTSOCK'
  | 'EOPNOTSUPP'
  | 'EPERM'
  | 'EPROTO';

const refused = errors_of<AcceptCode>('accept');
const refused4 = errors_of<AcceptCode>('accept4');

/**
 * `int accept(int sockfd, struct sockaddr *addr, socklen_t *addrlen)`: accept(2). Takes the first pending connection, and blocks
 * until there is one.
 *
 * @param fd a listening socket
 * @param addr filled with the peer's address; null or omitted is C's NULL
 * @returns the descriptor of the connection: blocking and without FD_CLOEXEC, even if the listener is not
 *
 * **Errors**: `EAGAIN` none is pending and the listener is non-blocking (or its `SO_RCVTIMEO` expired); `EINTR` a signal arrived;
 * `ECONNABORTED` the peer closed the connection before it was accepted; `EMFILE`, `ENFILE` no descriptor is free, and the connection
 * stays pending; `EINVAL` the socket does not listen, or was shut down during the call.
 *
 * **strace**: `accept(3, NULL, NULL) = 4`, or with `addr`:
 * `accept(3, {sa_family=AF_INET, sin_port=htons(40000), sin_addr=inet_addr("127.0.0.1")}, [128 => 16]) = 4`
 *
 * @example
 * ```ts
 * import { accept, AF_INET, listen, SOCK_NONBLOCK, SOCK_STREAM, sockaddr_storage, socket, unwrap } from 'sys-socket';
 *
 * const listener = unwrap(socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0));
 * unwrap(listen(listener, 128));
 * const peer = sockaddr_storage();
 * const conn = accept(listener, peer);
 * console.log(conn.ok ? `${peer}` : conn.error.code); // EAGAIN
 * ```
 */
export function accept(fd: Fd, addr?: SockAddr | null): Result<Fd, SysError<AcceptCode>> {
  const conn = native.accept(fd, cell_or_null(addr, 'accept: addr'));
  return conn >= 0 ? ok(conn as Fd) : refused(conn);
}

/**
 * `int accept4(int sockfd, struct sockaddr *addr, socklen_t *addrlen, int flags)`: accept(2). {@link accept}, with flags for the
 * new descriptor.
 *
 * @param fd a listening socket
 * @param addr filled with the peer's address; null is C's NULL
 * @param flags `SOCK_NONBLOCK`, `SOCK_CLOEXEC`, or both
 * @returns the descriptor of the connection
 *
 * **Errors**: those of {@link accept}; `EINVAL` for other flags.
 *
 * **strace**: `accept4(3, NULL, NULL, SOCK_CLOEXEC|SOCK_NONBLOCK) = 4`
 *
 * @example
 * ```ts
 * import { accept4, AF_INET, listen, SOCK_CLOEXEC, SOCK_NONBLOCK, SOCK_STREAM, socket, unwrap } from 'sys-socket';
 *
 * const listener = unwrap(socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0));
 * unwrap(listen(listener, 128));
 * console.log(accept4(listener, null, SOCK_NONBLOCK | SOCK_CLOEXEC).ok); // false (nobody waits)
 * ```
 */
export function accept4(fd: Fd, addr: SockAddr | null, flags: number): Result<Fd, SysError<AcceptCode>> {
  const conn = native.accept4(fd, cell_or_null(addr, 'accept4: addr'), flags);
  return conn >= 0 ? ok(conn as Fd) : refused4(conn);
}
