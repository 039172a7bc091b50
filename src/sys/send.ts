import { check_object } from '../codec/check.js';
import { type Cmsg, control_of } from '../codec/cmsghdr.js';
import { base, fields, is_plain } from '../codec/intrinsics.js';
import { give_back } from '../codec/rooms.js';
import { errors_of, type SysError } from '../errno.js';
import type { Fd } from '../fd.js';
import { native } from '../native.js';
import { ok, type Result } from '../result.js';
import { bytes_or_null, type SockAddr } from '../sockaddr/address.js';

/** The errors that send(2) documents. */
export type SendCode =
  | 'EACCES'
  | 'EAGAIN'
  | 'EALREADY'
  | 'EBADF'
  | 'ECONNRESET'
  | 'EDESTADDRREQ'
  | 'EINTR'
  | 'EINVAL'
  | 'EISCONN'
  | 'EMSGSIZE'
  | 'ENOBUFS'
  | 'ENOMEM'
  | 'ENOTCONN'
  | 'ENOTSOCK'
  | 'EOPNOTSUPP'
  | 'EPIPE';

const refused = errors_of<SendCode>('send');
const refused_to = errors_of<SendCode>('sendto');
const refused_msg = errors_of<SendCode>('sendmsg');

/**
 * `ssize_t send(int sockfd, const void *buf, size_t len, int flags)`: send(2). Copies bytes to the kernel's send buffer. Success does
 * not mean that they were transmitted, nor that the peer has read them.
 *
 * @param fd a connected socket
 * @param buf the bytes; its length is passed as `len`
 * @param flags `MSG_NOSIGNAL`, `MSG_DONTWAIT`, `MSG_MORE`, `MSG_OOB`, ..., or-ed
 * @returns the number of bytes that the kernel accepted. On a stream it may be fewer than `buf.length`: check it, or use
 *   {@link send_all}
 *
 * **Errors**: `EAGAIN` the send buffer is full and the call does not block (or `SO_SNDTIMEO` expired); `EPIPE` the connection
 * was shut down or the peer is gone (without `MSG_NOSIGNAL` also SIGPIPE, which Node ignores and strace shows); `ECONNRESET` the peer
 * reset the connection; `EINTR` a signal arrived before a byte was accepted; `EMSGSIZE` the datagram is too long; `ENOTCONN`,
 * `EDESTADDRREQ` the socket has no peer.
 *
 * **strace**: `sendto(3, "HELLO-WORLD", 11, MSG_NOSIGNAL, NULL, 0) = 11`: libc implements send with sendto(2)
 *
 * @example
 * ```ts
 * import { AF_UNIX, MSG_NOSIGNAL, send, SOCK_STREAM, socketpair, unwrap } from 'sys-socket';
 *
 * const [a] = unwrap(socketpair(AF_UNIX, SOCK_STREAM, 0));
 * console.log(unwrap(send(a, Buffer.from('HELLO-WORLD'), MSG_NOSIGNAL))); // 11
 * ```
 */
export function send(fd: Fd, buf: Uint8Array, flags = 0): Result<number, SysError<SendCode>> {
  const sent = native.send(fd, buf, flags);
  return sent >= 0 ? ok(sent) : refused(sent);
}

/**
 * `ssize_t sendto(int sockfd, const void *buf, size_t len, int flags, const struct sockaddr *dest_addr, socklen_t addrlen)`:
 * send(2). {@link send} to an address, usually for a datagram.
 *
 * @param fd a socket
 * @param buf the bytes
 * @param flags as for {@link send}
 * @param dest_addr the destination; null or omitted is C's NULL
 * @returns the number of bytes that the kernel accepted. A datagram is sent whole or not at all
 *
 * **Errors**: those of {@link send}; `EISCONN` a connected stream accepts no address; `EACCES` a broadcast without `SO_BROADCAST`.
 *
 * **strace**:
 * `sendto(3, "ping", 4, 0, {sa_family=AF_INET, sin_port=htons(9000), sin_addr=inet_addr("127.0.0.1")}, 16) = 4`
 *
 * @example
 * ```ts
 * import { AF_INET, sendto, SOCK_DGRAM, sockaddr_in, socket, unwrap } from 'sys-socket';
 *
 * const fd = unwrap(socket(AF_INET, SOCK_DGRAM, 0));
 * console.log(unwrap(sendto(fd, Buffer.from('ping'), 0, sockaddr_in('127.0.0.1', 9000)))); // 4 (whoever hears it)
 * ```
 */
export function sendto(
  fd: Fd,
  buf: Uint8Array,
  flags: number,
  dest_addr?: SockAddr | null,
): Result<number, SysError<SendCode>> {
  const sent = native.sendto(fd, buf, flags, bytes_or_null(dest_addr, 'sendto: dest_addr'));
  return sent >= 0 ? ok(sent) : refused_to(sent);
}

/**
 * {@link sendmsg} with pieces only.
 *
 * @internal
 */
export function send_pieces(fd: Fd, msg_iov: readonly Uint8Array[], flags: number): Result<number, SysError<SendCode>> {
  const sent = native.sendmsg(fd, msg_iov, null, null, flags);
  return sent >= 0 ? ok(sent) : refused_msg(sent);
}

/** C's `struct msghdr`, for {@link sendmsg}. */
export interface SendMsghdr {
  /** The destination. Null or omitted is C's NULL. */
  readonly msg_name?: SockAddr | null;
  /** The pieces, which are sent as if they were one. More than `UIO_MAXIOV` (1024) fail with EMSGSIZE. */
  readonly msg_iov: readonly Uint8Array[];
  /** The control messages, see {@link cmsg}, or all of them as bytes. Null or omitted is C's NULL. */
  readonly msg_control?: readonly Cmsg[] | Uint8Array | null;
}

/**
 * `ssize_t sendmsg(int sockfd, const struct msghdr *msg, int flags)`: send(2). Sends several pieces in one call, without joining
 * them first.
 *
 * @param fd a socket
 * @param msg the pieces, the destination and the control messages
 * @param flags as for {@link send}
 * @returns the number of bytes that the kernel accepted, of all pieces together
 *
 * **Errors**: those of {@link send}; `EMSGSIZE` more than 1024 pieces.
 *
 * **strace**: `sendmsg(3, {msg_name=NULL, msg_namelen=0, msg_iov=[{iov_base="\0\0\0\v", iov_len=4}, {iov_base="HELLO-WORLD",
 * iov_len=11}], msg_iovlen=2, msg_controllen=0, msg_flags=0}, MSG_NOSIGNAL) = 15`
 *
 * @example
 * ```ts
 * import { AF_UNIX, MSG_NOSIGNAL, sendmsg, SOCK_STREAM, socketpair, unwrap } from 'sys-socket';
 *
 * const [a] = unwrap(socketpair(AF_UNIX, SOCK_STREAM, 0));
 * const msg_iov = [Buffer.from([0, 0, 0, 11]), Buffer.from('HELLO-WORLD')];
 * console.log(unwrap(sendmsg(a, { msg_iov }, MSG_NOSIGNAL))); // 15
 * ```
 */
export function sendmsg(fd: Fd, msg: SendMsghdr, flags = 0): Result<number, SysError<SendCode>> {
  check_object(msg, 'sendmsg: msg');
  const plain = is_plain(msg) && !('msg_name' in base || 'msg_iov' in base || 'msg_control' in base);
  const { msg_name, msg_iov, msg_control } = plain ? msg : fields(msg, 'msg_name', 'msg_iov', 'msg_control');
  const name = bytes_or_null(msg_name, 'sendmsg: msg_name');
  const control = control_of(msg_control, 'sendmsg: msg_control');
  const sent = native.sendmsg(fd, msg_iov, name, control, flags);
  if (control !== null && control !== msg_control) give_back(control);
  return sent >= 0 ? ok(sent) : refused_msg(sent);
}
