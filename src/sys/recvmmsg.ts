import { type Timespec, timespec_or_null } from '../codec/time.js';
import { errors_of, type SysError } from '../errno.js';
import type { Fd } from '../fd.js';
import { native } from '../native.js';
import { ok_small, type Result } from '../result.js';
import { MessageBatch } from '../structs/message-batch.js';

/** The errors that recvmmsg(2) and recv(2) document, and those of a TCP connection. */
export type RecvmmsgCode =
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

const refused = errors_of<RecvmmsgCode>('recvmmsg');

/**
 * `int recvmmsg(int sockfd, struct mmsghdr *msgvec, unsigned int vlen, int flags, struct timespec *timeout)`: recvmmsg(2).
 * {@link recvmsg} of many messages in one call, one after the other.
 *
 * It blocks until `vlen` messages have arrived, unless `MSG_WAITFORONE` or `MSG_DONTWAIT` is set.
 *
 * **`timeout` does not limit the wait**, as the man page says under BUGS: the kernel checks it only after a message has arrived. If
 * fewer than `vlen` messages arrive, the call blocks beyond the timeout. {@link poll} or `SO_RCVTIMEO` (for each message) can limit
 * the wait.
 *
 * @param fd a socket
 * @param msgvec filled from its first message on; each message is received into its whole buffer, or into its pieces
 * @param vlen the maximum number of messages; the kernel receives at most 65 536
 * @param flags as for {@link recvmsg}, for each message; `MSG_WAITFORONE` waits only for the first
 * @param timeout the time after which the call returns once a message has arrived; null or omitted is C's NULL
 * @returns the number of messages received. {@link MessageBatch} has the bytes, sender, flags and control messages of each
 *
 * **Errors**: those of {@link recv}, if no message was received before. Otherwise the call returns the number of messages, and the next
 * call on the socket returns the error, unless a later error has replaced it; `EINVAL` the timeout is negative, or has more than
 * 999 999 999 ns.
 *
 * **strace**: `recvmmsg(3, [{msg_hdr={msg_name=NULL, msg_namelen=0, msg_iov=[{iov_base="HELLO", iov_len=64}], msg_iovlen=1,
 * msg_controllen=0, msg_flags=0}, msg_len=5}], 64, MSG_WAITFORONE, NULL) = 1`
 *
 * @example
 * ```ts
 * import { AF_INET, bind, getsockname, mmsghdr, MSG_WAITFORONE, recvmmsg, sendmmsg, SOCK_DGRAM, sockaddr_in, socket, unwrap } from 'sys-socket';
 *
 * const fd = unwrap(socket(AF_INET, SOCK_DGRAM, 0));
 * unwrap(bind(fd, sockaddr_in('127.0.0.1', 0)));
 * const batch = mmsghdr(64, { bytes: 2048, name: 16 });
 * unwrap(getsockname(fd, batch.msg_name(0)));
 * batch.resize(0, 100);
 * unwrap(sendmmsg(fd, batch, 1)); // to itself
 *
 * console.log(unwrap(recvmmsg(fd, batch, 64, MSG_WAITFORONE)), batch.msg_len(0), batch.msg_name(0).sin_addr); // 1 100 127.0.0.1
 * unwrap(sendmmsg(fd, batch, 1)); // back to where it came from, as it came
 * ```
 */
export function recvmmsg(
  fd: Fd,
  msgvec: MessageBatch,
  vlen: number,
  flags = 0,
  timeout?: Timespec | null,
): Result<number, SysError<RecvmmsgCode>> {
  const { iov, messages, data, names, controls } = MessageBatch.to_fill(msgvec, 'recvmmsg: msgvec', 0, vlen);
  const time = timespec_or_null(timeout, 'recvmmsg: timeout');
  const received = native.recvmmsg(fd, iov, messages, data, names, controls, vlen, flags, time);
  MessageBatch.answered(msgvec, 0, Math.max(received, 0));
  return received >= 0 ? ok_small(received) : refused(received);
}
