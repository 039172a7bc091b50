import { POLLOUT } from '../constants.js';
import type { Fd } from '../fd.js';
import type { Result } from '../result.js';
import type { SockAddr } from '../sockaddr/address.js';
import {
  type SendCode,
  type SendMsghdr,
  send as send_now,
  sendmsg as sendmsg_now,
  sendto as sendto_now,
} from '../sys/send.js';
import type { WaitOptions } from './options.js';
import type { SoonError } from './outcome.js';
import { dont_wait, when_ready } from './when-ready.js';

/**
 * send(2), as a promise: copies bytes to the kernel's send buffer, and waits on Node's event loop while that is full.
 *
 * @param fd a connected socket, blocking or not
 * @param buf the bytes, which must not change until the promise is settled
 * @param flags as for `send`; `MSG_DONTWAIT` is added
 * @param options when to stop waiting
 * @returns the number of bytes sent. On a stream it may be fewer than `buf.length`: check it, or use {@link send_all}
 *
 * **Errors**: those of `send`, except EAGAIN; those of {@link ready}. A unix datagram socket counts as writable even if the queue of a peer
 * that it is not connected to is full. In that case the call tries again with growing pauses of up to 64 ms.
 *
 * **strace**: `sendto(3, "HELLO-WORLD", 11, MSG_DONTWAIT|MSG_NOSIGNAL, NULL, 0) = 11`; if the buffer is full, that line with `-1 EAGAIN`,
 * then the lines of {@link ready}
 *
 * @example
 * ```ts
 * import { AF_UNIX, MSG_NOSIGNAL, SOCK_STREAM, socketpair, unwrap } from 'sys-socket';
 * import { send } from 'sys-socket/promises';
 *
 * const [a] = unwrap(socketpair(AF_UNIX, SOCK_STREAM, 0));
 * console.log(unwrap(await send(a, Buffer.from('HELLO-WORLD'), MSG_NOSIGNAL))); // 11
 * ```
 */
export function send(
  fd: Fd,
  buf: Uint8Array,
  flags = 0,
  options?: WaitOptions,
): Promise<Result<number, SoonError<SendCode>>> {
  return when_ready('send', fd, POLLOUT, options, () => send_now(fd, buf, dont_wait('send', flags)));
}

/**
 * sendto(2), as a promise: {@link send} to an address.
 *
 * @param fd a socket, blocking or not
 * @param buf the bytes
 * @param flags as for {@link send}
 * @param dest_addr the destination; null is C's NULL
 * @param options when to stop waiting
 * @returns the number of bytes sent. A datagram is sent whole or not at all
 *
 * **Errors**: those of `sendto`, except EAGAIN; those of {@link ready}.
 *
 * **strace**: as {@link send}, with the address
 *
 * @example
 * ```ts
 * import { AF_INET, SOCK_DGRAM, sockaddr_in, socket, unwrap } from 'sys-socket';
 * import { sendto } from 'sys-socket/promises';
 *
 * const fd = unwrap(socket(AF_INET, SOCK_DGRAM, 0));
 * console.log(unwrap(await sendto(fd, Buffer.from('ping'), 0, sockaddr_in('127.0.0.1', 9000)))); // 4 (whoever hears it)
 * ```
 */
export function sendto(
  fd: Fd,
  buf: Uint8Array,
  flags: number,
  dest_addr?: SockAddr | null,
  options?: WaitOptions,
): Promise<Result<number, SoonError<SendCode>>> {
  return when_ready('sendto', fd, POLLOUT, options, () => sendto_now(fd, buf, dont_wait('sendto', flags), dest_addr));
}

/**
 * sendmsg(2), as a promise: several pieces in one call.
 *
 * @param fd a socket, blocking or not
 * @param msg the pieces, the destination and the control messages
 * @param flags as for {@link send}
 * @param options when to stop waiting
 * @returns the number of bytes sent, of all pieces together
 *
 * **Errors**: those of `sendmsg`, except EAGAIN; those of {@link ready}.
 *
 * **strace**: as that of `sendmsg`, with `MSG_DONTWAIT`; if the buffer is full, that line with `-1 EAGAIN`, then the lines of {@link ready}
 *
 * @example
 * ```ts
 * import { AF_UNIX, SOCK_STREAM, socketpair, unwrap } from 'sys-socket';
 * import { sendmsg } from 'sys-socket/promises';
 *
 * const [a] = unwrap(socketpair(AF_UNIX, SOCK_STREAM, 0));
 * const msg_iov = [Buffer.from([0, 0, 0, 11]), Buffer.from('HELLO-WORLD')];
 * console.log(unwrap(await sendmsg(a, { msg_iov }))); // 15
 * ```
 */
export function sendmsg(
  fd: Fd,
  msg: SendMsghdr,
  flags = 0,
  options?: WaitOptions,
): Promise<Result<number, SoonError<SendCode>>> {
  return when_ready('sendmsg', fd, POLLOUT, options, () => sendmsg_now(fd, msg, dont_wait('sendmsg', flags)));
}
