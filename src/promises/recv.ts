import { MSG_ERRQUEUE, MSG_OOB, POLLIN, POLLPRI } from '../constants.js';
import type { Fd } from '../fd.js';
import type { Result } from '../result.js';
import type { SockAddr } from '../sockaddr/address.js';
import {
  type Received,
  type RecvCode,
  type RecvMsghdr,
  recv as recv_now,
  recvfrom as recvfrom_now,
  recvmsg as recvmsg_now,
} from '../sys/recv.js';
import type { WaitOptions } from './options.js';
import type { SoonError } from './outcome.js';
import { dont_wait, when_ready } from './when-ready.js';

/**
 * The events that a receive with these flags waits for. The error queue is reported by POLLERR, which needs no request. Flags that are not a
 * number make the call itself throw.
 */
function awaited(flags: number): number {
  if (typeof flags !== 'number' || flags & MSG_ERRQUEUE) return 0;
  return flags & MSG_OOB ? POLLPRI : POLLIN;
}

/**
 * recv(2), as a promise: takes bytes that have arrived, or waits for some on Node's event loop.
 *
 * @param fd a socket, blocking or not
 * @param buf the buffer for the bytes; do not use it until the promise is settled
 * @param flags as for `recv`; `MSG_DONTWAIT` is added
 * @param options when to stop waiting
 * @returns the number of bytes received: at least 1 from a stream, 0 at its end
 *
 * **Errors**: those of `recv`, except EAGAIN; those of {@link ready}.
 *
 * **strace**: `recvfrom(3, "HELLO-WORLD", 16, MSG_DONTWAIT, NULL, NULL) = 11`; if nothing has arrived, that line with `-1 EAGAIN`, then the
 * lines of {@link ready}
 *
 * @example
 * ```ts
 * import { AF_UNIX, SOCK_STREAM, send, socketpair, unwrap } from 'sys-socket';
 * import { recv } from 'sys-socket/promises';
 *
 * const [a, b] = unwrap(socketpair(AF_UNIX, SOCK_STREAM, 0));
 * const buf = Buffer.alloc(16);
 * const received = recv(b, buf);
 * unwrap(send(a, Buffer.from('HELLO-WORLD')));
 * console.log(String(buf.subarray(0, unwrap(await received)))); // HELLO-WORLD
 * ```
 */
export function recv(
  fd: Fd,
  buf: Uint8Array,
  flags = 0,
  options?: WaitOptions,
): Promise<Result<number, SoonError<RecvCode>>> {
  return when_ready('recv', fd, awaited(flags), options, () => recv_now(fd, buf, dont_wait('recv', flags)));
}

/**
 * recvfrom(2), as a promise: {@link recv} with the sender's address.
 *
 * @param fd a socket, blocking or not
 * @param buf the buffer for the bytes
 * @param flags as for {@link recv}
 * @param src_addr filled with the sender's address; null or omitted is C's NULL
 * @param options when to stop waiting
 * @returns the number of bytes received: as much of one datagram as `buf` holds
 *
 * **Errors**: those of {@link recv}.
 *
 * **strace**: as {@link recv}, with the address
 *
 * @example
 * ```ts
 * import { AF_INET, bind, getsockname, SOCK_DGRAM, sendto, sockaddr_in, sockaddr_storage, socket, unwrap } from 'sys-socket';
 * import { recvfrom } from 'sys-socket/promises';
 *
 * const fd = unwrap(socket(AF_INET, SOCK_DGRAM, 0));
 * unwrap(bind(fd, sockaddr_in('127.0.0.1', 0)));
 * const self = unwrap(getsockname(fd));
 * const from = sockaddr_storage();
 * const received = recvfrom(fd, new Uint8Array(64), 0, from);
 * unwrap(sendto(fd, Buffer.from('ping'), 0, self));
 * console.log(unwrap(await received), from.sin_port === self.sin_port); // 4 true
 * ```
 */
export function recvfrom(
  fd: Fd,
  buf: Uint8Array,
  flags = 0,
  src_addr?: SockAddr | null,
  options?: WaitOptions,
): Promise<Result<number, SoonError<RecvCode>>> {
  return when_ready('recvfrom', fd, awaited(flags), options, () =>
    recvfrom_now(fd, buf, dont_wait('recvfrom', flags), src_addr),
  );
}

/**
 * recvmsg(2), as a promise: {@link recv} into several pieces, with the sender's address and control messages.
 *
 * @param fd a socket, blocking or not
 * @param msg the pieces to fill, and the buffers for address and control messages
 * @param flags as for {@link recv}; with `MSG_ERRQUEUE` it waits for the error queue
 * @param options when to stop waiting
 * @returns the message
 *
 * **Errors**: those of `recvmsg`, except EAGAIN; those of {@link ready}.
 *
 * **strace**: `recvmsg(3, {msg_name=NULL, msg_namelen=0, msg_iov=[{iov_base="HELLO-WORLD", iov_len=16}], msg_iovlen=1, msg_controllen=0,
 * msg_flags=0}, MSG_DONTWAIT) = 11`; if nothing has arrived, that line with `-1 EAGAIN`, then the lines of {@link ready}
 *
 * @example
 * ```ts
 * import { AF_UNIX, CMSG_SPACE, close_rights, cmsg, SCM_RIGHTS, SOCK_STREAM, SOL_SOCKET, sendmsg, socketpair, unwrap } from 'sys-socket';
 * import { recvmsg } from 'sys-socket/promises';
 *
 * const [a, b] = unwrap(socketpair(AF_UNIX, SOCK_STREAM, 0));
 * const received = recvmsg(b, { msg_iov: [new Uint8Array(1)], msg_controllen: CMSG_SPACE(4) });
 * unwrap(sendmsg(a, { msg_iov: [Buffer.from('!')], msg_control: [cmsg(SOL_SOCKET, SCM_RIGHTS, [a])] }));
 * console.log(close_rights(unwrap(await received).msg_control)); // 1
 * ```
 */
export function recvmsg(
  fd: Fd,
  msg: RecvMsghdr,
  flags = 0,
  options?: WaitOptions,
): Promise<Result<Received, SoonError<RecvCode | 'EMSGSIZE'>>> {
  return when_ready('recvmsg', fd, awaited(flags), options, () => recvmsg_now(fd, msg, dont_wait('recvmsg', flags)));
}
