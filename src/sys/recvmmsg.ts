import { type Timespec, timespec_or_null } from '../codec/time.js';
import { errors_of, type SysError } from '../errno.js';
import type { Fd } from '../fd.js';
import { native } from '../native.js';
import { ok_small, type Result } from '../result.js';
import { MessageBatch } from '../structs/message-batch.js';

/** What recvmmsg(2) documents, with recv(2), and what a TCP connection adds. */
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
 * It blocks until `vlen` messages have come, unless `MSG_WAITFORONE` or `MSG_DONTWAIT` is set.
 *
 * **`timeout` does not do what one expects**, and the man page says so: it is looked at after a message has come, and only then.
 * If fewer than `vlen` come and then no more, the call blocks for good, whatever the timeout. {@link poll} or `SO_RCVTIMEO`
 * (for each message) can bound the wait.
 *
 * @param fd a socket
 * @param msgvec filled from its first message on, each with all the room that it has, or with all of its pieces
 * @param vlen how many at most; a larger number than 65 536 counts as 65 536
 * @param flags as for {@link recvmsg}, for each of them; `MSG_WAITFORONE` waits for the first alone
 * @param timeout when to stop, after a message; left out, it is C's NULL
 * @returns how many messages came. {@link MessageBatch} says of each what came, who sent it, and what was cut off
 *
 * **Errors**: those of {@link recv}, when there was no message before. When there was, the call returns what came, and the
 * next call on the socket says the error, unless another has taken its place by then; `EINVAL` the time is negative, or has more than 999 999 999 ns.
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
