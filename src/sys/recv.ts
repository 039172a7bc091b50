import { SockAddr } from '../address.js';
import { refusals, type SysError } from '../errno.js';
import type { Fd } from '../fd.js';
import { native } from '../native.js';
import { ok, type Result } from '../result.js';

/** What recv(2) documents, and what a TCP connection adds. */
export type RecvCode =
  | 'EAGAIN'
  | 'EBADF'
  | 'ECONNREFUSED'
  | 'ECONNRESET'
  | 'EINTR'
  | 'EINVAL'
  | 'ENOMEM'
  | 'ENOTCONN'
  | 'ENOTSOCK'
  | 'ETIMEDOUT';

const refused = refusals<RecvCode>('recv');
const refused_from = refusals<RecvCode>('recvfrom');

/**
 * `ssize_t recv(int sockfd, void *buf, size_t len, int flags)`: recv(2). Takes bytes that have arrived, and blocks until there
 * are some.
 *
 * @param fd a socket
 * @param buf where they go; its length is passed as `len`
 * @param flags `MSG_DONTWAIT`, `MSG_PEEK`, `MSG_WAITALL`, `MSG_TRUNC`, ..., or-ed
 * @returns how many bytes came: at least 1 of a stream, which keeps no boundaries, so ask again for the rest, or use
 *   {@link recv_exact}; 0 when the peer has ended (or `buf` is empty, or a datagram is). With `MSG_TRUNC`, the datagram's own
 *   length, which may be more than `buf` holds
 *
 * **Errors**: `EAGAIN` nothing is there and the call does not block (or `SO_RCVTIMEO` ran out); `ECONNRESET` the peer reset the
 * connection; `EINTR` a signal came first; `ENOTCONN` a stream without a connection; `ECONNREFUSED` an earlier datagram was
 * refused.
 *
 * **strace**: `recvfrom(3, "HELLO-WORLD", 16, 0, NULL, NULL) = 11`: the kernel has no recv, and libc's is this
 *
 * @example
 * ```ts
 * import { AF_UNIX, recv, send, SOCK_STREAM, socketpair, unwrap } from 'sys-socket';
 *
 * const [a, b] = unwrap(socketpair(AF_UNIX, SOCK_STREAM, 0));
 * unwrap(send(a, Buffer.from('HELLO-WORLD')));
 * const buf = Buffer.alloc(3);
 * console.log(unwrap(recv(b, buf)), String(buf)); // 3 HEL
 * ```
 */
export function recv(fd: Fd, buf: Uint8Array, flags = 0): Result<number, SysError<RecvCode>> {
  const received = native.recv(fd, buf, flags);
  return received >= 0 ? ok(received) : refused(received);
}

/**
 * `ssize_t recvfrom(int sockfd, void *buf, size_t len, int flags, struct sockaddr *src_addr, socklen_t *addrlen)`: recv(2).
 * {@link recv}, and who sent it.
 *
 * @param fd a socket
 * @param buf where the bytes go
 * @param flags as for {@link recv}
 * @param src_addr filled with the sender's address (a stream leaves it empty); left out, it is C's NULL
 * @returns how many bytes came: as much of one datagram as `buf` holds, and the rest is lost
 *
 * **Errors**: those of {@link recv}.
 *
 * **strace**:
 * `recvfrom(3, "ping", 64, 0, {sa_family=AF_INET, sin_port=htons(40000), sin_addr=inet_addr("127.0.0.1")}, [128 => 16]) = 4`
 *
 * @example
 * ```ts
 * import { AF_INET, bind, getsockname, recvfrom, SOCK_DGRAM, sendto, sockaddr_in, sockaddr_storage, socket, unwrap } from 'sys-socket';
 *
 * const fd = unwrap(socket(AF_INET, SOCK_DGRAM, 0));
 * unwrap(bind(fd, sockaddr_in('127.0.0.1', 0)));
 * const self = sockaddr_storage();
 * unwrap(getsockname(fd, self));
 * unwrap(sendto(fd, Buffer.from('ping'), 0, self));
 *
 * const from = sockaddr_storage();
 * console.log(unwrap(recvfrom(fd, new Uint8Array(64), 0, from)), from.sin_port === self.sin_port); // 4 true
 * ```
 */
export function recvfrom(fd: Fd, buf: Uint8Array, flags = 0, src_addr?: SockAddr): Result<number, SysError<RecvCode>> {
  const cell = src_addr === undefined ? null : SockAddr.to_fill(src_addr, 'recvfrom: src_addr');
  const received = native.recvfrom(fd, buf, flags, cell);
  return received >= 0 ? ok(received) : refused_from(received);
}
