import { errors_of, type SysError } from '../errno.js';
import type { Fd } from '../fd.js';
import { native } from '../native.js';
import { ok_small, type Result } from '../result.js';
import { MessageBatch } from '../structs/message-batch.js';

/** What sendmmsg(2) documents: what send(2) does. */
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
 * @param msgvec the messages, written by {@link MessageBatch.set}, or {@link MessageBatch.set_iov} where nothing is to be copied
 * @param vlen how many of them; of more than 1024 (UIO_MAXIOV) the kernel sends 1024, and only those are handed to it
 * @param flags as for {@link send}, for each of them
 * @param first where in the batch they begin, as C adds to `msgvec`: to go on where a call has stopped
 * @returns how many messages were sent, perhaps not all. {@link MessageBatch.msg_len} says how many bytes of each; of a stream
 *   the last may have been sent in part
 *
 * **Errors**: those of {@link send}, when the first message was refused. When a later one was, the call returns those before it,
 * and the error is lost: sending on from there says it again, if it still holds.
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
