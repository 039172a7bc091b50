import { type Cmsg, decode_control } from '../codec/cmsghdr.js';
import { base, copied, fields, is_plain, length_of, part } from '../codec/intrinsics.js';
import { give_back, lend_zeros, small } from '../codec/rooms.js';
import { answer_end, cell_of, check_object, socklen_size } from '../codec/struct.js';
import { errors_of, type SysError } from '../errno.js';
import type { Fd } from '../fd.js';
import { native } from '../native.js';
import { ok, type Result } from '../result.js';
import { cell_or_null, type SockAddr } from '../sockaddr/address.js';

/** The errors that recv(2) documents, and those of a TCP connection. */
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

const refused = errors_of<RecvCode>('recv');
const refused_from = errors_of<RecvCode>('recvfrom');
const refused_msg = errors_of<RecvCode>('recvmsg');

/**
 * `ssize_t recv(int sockfd, void *buf, size_t len, int flags)`: recv(2). Receives bytes that have arrived, and blocks until there
 * are some.
 *
 * @param fd a socket
 * @param buf the buffer for the bytes; its length is passed as `len`
 * @param flags `MSG_DONTWAIT`, `MSG_PEEK`, `MSG_WAITALL`, `MSG_TRUNC`, ..., or-ed
 * @returns the number of bytes received: at least 1 from a stream, which has no message boundaries, so call again for the rest or use
 *   {@link recv_exact}; 0 if the peer has ended the stream (or `buf` or a datagram is empty). With `MSG_TRUNC`, the full length of the
 *   datagram, which can exceed `buf`
 *
 * **Errors**: `EAGAIN` nothing has arrived and the call does not block (or `SO_RCVTIMEO` expired); `ECONNRESET` the peer reset the
 * connection; `EINTR` a signal arrived first; `ENOTCONN` a stream without a connection; `ECONNREFUSED` an earlier datagram was
 * refused.
 *
 * **strace**: `recvfrom(3, "HELLO-WORLD", 16, 0, NULL, NULL) = 11`: libc implements recv with recvfrom(2)
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
 * {@link recv} with the sender's address.
 *
 * @param fd a socket
 * @param buf the buffer for the bytes
 * @param flags as for {@link recv}
 * @param src_addr filled with the sender's address (a stream leaves it empty); null or omitted is C's NULL
 * @returns the number of bytes received: as much of one datagram as `buf` holds; the rest is lost
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
export function recvfrom(
  fd: Fd,
  buf: Uint8Array,
  flags = 0,
  src_addr?: SockAddr | null,
): Result<number, SysError<RecvCode>> {
  const received = native.recvfrom(fd, buf, flags, cell_or_null(src_addr, 'recvfrom: src_addr'));
  return received >= 0 ? ok(received) : refused_from(received);
}

/** C's `struct msghdr` as the argument of {@link recvmsg}. */
export interface RecvMsghdr {
  /** Filled with the sender's address. Null or omitted is C's NULL. */
  readonly msg_name?: SockAddr | null;
  /** The pieces, which are filled one after the other. */
  readonly msg_iov: readonly Uint8Array[];
  /**
   * Size in bytes of the buffer for control messages: the sum of {@link CMSG_SPACE} of each that you expect. If omitted, there is no
   * buffer: the kernel discards control messages, closes descriptors in them, and reports `MSG_CTRUNC`.
   */
  readonly msg_controllen?: number;
}

/** C's `struct msghdr` as the result of {@link recvmsg}. */
export interface Received {
  /** The number of bytes received, of all pieces together; 0 at the end of a stream. */
  readonly received: number;
  /** `MSG_EOR`, `MSG_TRUNC` (the datagram was truncated), `MSG_CTRUNC` (the control messages were), `MSG_ERRQUEUE`, ..., or-ed. */
  readonly msg_flags: number;
  /**
   * The control messages, see {@link cmsg_value}. The descriptors in them are open, and the caller must close them, even those that it did
   * not expect: {@link close_rights}.
   */
  readonly msg_control: readonly Cmsg[];
}

/**
 * `ssize_t recvmsg(int sockfd, struct msghdr *msg, int flags)`: recv(2). {@link recv} into several pieces, with the sender's
 * address, control messages, and flags that report truncation.
 *
 * @param fd a socket
 * @param msg the pieces to fill, and the buffers for address and control messages
 * @param flags as for {@link recv}; `MSG_CMSG_CLOEXEC` sets FD_CLOEXEC on received descriptors, which otherwise lack it;
 *   `MSG_ERRQUEUE` reads the error queue; `MSG_PEEK` receives descriptors too, and a repeated call makes further ones
 * @returns the message
 *
 * **Errors**: those of {@link recv}; `EMSGSIZE` more than 1024 pieces.
 *
 * **strace**: `recvmsg(3, {msg_name=NULL, msg_namelen=0, msg_iov=[{iov_base="HELLO-WORLD", iov_len=16}], msg_iovlen=1,
 * msg_controllen=0, msg_flags=0}, 0) = 11`
 *
 * @example
 * ```ts
 * import { AF_UNIX, recvmsg, send, SOCK_DGRAM, socketpair, unwrap } from 'sys-socket';
 *
 * const [a, b] = unwrap(socketpair(AF_UNIX, SOCK_DGRAM, 0));
 * unwrap(send(a, Buffer.from('HELLO-WORLD')));
 * const msg_iov = [Buffer.alloc(5), Buffer.alloc(16)];
 * console.log(unwrap(recvmsg(b, { msg_iov })).received, String(msg_iov[0])); // 11 HELLO
 * ```
 */
export function recvmsg(fd: Fd, msg: RecvMsghdr, flags = 0): Result<Received, SysError<RecvCode | 'EMSGSIZE'>> {
  check_object(msg, 'recvmsg: msg');
  const plain = is_plain(msg) && !('msg_name' in base || 'msg_iov' in base || 'msg_controllen' in base);
  const { msg_name, msg_iov, msg_controllen } = plain ? msg : fields(msg, 'msg_name', 'msg_iov', 'msg_controllen');
  const name = cell_or_null(msg_name, 'recvmsg: msg_name');
  const control = msg_controllen === undefined ? null : cell_of(msg_controllen, 'recvmsg: msg_controllen', lend_zeros);
  const out = spare ?? new Int32Array(2);
  spare = undefined;
  const received = native.recvmsg(fd, msg_iov, name, control, out, flags);
  const answered = out[0] ?? 0;
  spare = out;
  if (received < 0) return refused_msg(received);
  return ok({ received, msg_flags: answered, msg_control: control === null ? [] : told(control) });
}

/** The control messages in a cell from `lend_zeros`, which is given back. */
function told(cell: Uint8Array): Cmsg[] {
  const end = answer_end(cell);
  if (length_of(cell) > small) return decode_control(cell, part, socklen_size, end);
  const messages = decode_control(cell, copied, socklen_size, end);
  give_back(cell);
  return messages;
}

/** Where the binding writes `msg_flags`; removed while a call uses it, so that a call that a trace makes meanwhile allocates its own. */
let spare: Int32Array | undefined;
