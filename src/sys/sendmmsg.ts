import { errors_of, type SysError } from '../errno.js';
import type { Fd } from '../fd.js';
import { native } from '../native.js';
import { ok_small, type Result } from '../result.js';
import { MessageBatch } from '../structs/message-batch.js';

/** The errors that sendmmsg(2) documents: those of send(2). */
export type SendmmsgCode =
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

const refused = errors_of<SendmmsgCode>('sendmmsg');

/**
 * `int sendmmsg(int sockfd, struct mmsghdr *msgvec, unsigned int vlen, int flags)`: sendmmsg(2). {@link sendmsg} of many messages
 * in one call, one after the other.
 *
 * @param fd a socket
 * @param msgvec the messages, written by {@link MessageBatch.set}, or by {@link MessageBatch.set_iov} to avoid the copy
 * @param vlen the number of messages; one call sends at most 1024 (UIO_MAXIOV), and only those are passed to the kernel
 * @param flags as for {@link send}, for each message
 * @param first the index of the first message, as C adds to `msgvec`; with it a further call continues where the last one stopped
 * @returns the number of messages sent, which may be less than `vlen`. {@link MessageBatch.msg_len} is the number of bytes sent of each;
 *   on a stream the last message may have been sent in part
 *
 * **Errors**: those of {@link send}, if the first message fails. If a later one fails, the call returns the number before it, and the
 * error is lost; a further call from there returns it again, if the cause persists.
 *
 * **strace**: `sendmmsg(3, [{msg_hdr={msg_name=NULL, msg_namelen=0, msg_iov=[{iov_base="HELLO", iov_len=5}], msg_iovlen=1,
 * msg_controllen=0, msg_flags=0}, msg_len=5}, {msg_hdr={msg_name=NULL, msg_namelen=0, msg_iov=[{iov_base="-WORLD", iov_len=6}],
 * msg_iovlen=1, msg_controllen=0, msg_flags=0}, msg_len=6}], 2, MSG_NOSIGNAL) = 2`
 *
 * @example
 * ```ts
 * import { AF_INET, mmsghdr, sendmmsg, SOCK_DGRAM, sockaddr_in, socket, unwrap } from 'sys-socket';
 *
 * const fd = unwrap(socket(AF_INET, SOCK_DGRAM, 0));
 * const batch = mmsghdr(2, { bytes: 1500, name: 16 });
 * batch.set(0, Buffer.from('HELLO'), sockaddr_in('127.0.0.1', 9000));
 * batch.set(1, Buffer.from('-WORLD'), sockaddr_in('127.0.0.1', 9001));
 * console.log(unwrap(sendmmsg(fd, batch, 2)), batch.msg_len(0), batch.msg_len(1)); // 2 5 6 (whoever hears it)
 * ```
 */
export function sendmmsg(
  fd: Fd,
  msgvec: MessageBatch,
  vlen: number,
  flags = 0,
  first = 0,
): Result<number, SysError<SendmmsgCode>> {
  const { iov, messages, data, names, controls } = MessageBatch.to_send(msgvec, 'sendmmsg: msgvec', first, vlen);
  const sent = native.sendmmsg(fd, iov, messages, data, names, controls, first, vlen, flags);
  MessageBatch.answered(msgvec, first, Math.max(sent, 0));
  return sent >= 0 ? ok_small(sent) : refused(sent);
}
