import { check_bytes } from '../codec/check.js';
import type { Cmsg } from '../codec/cmsghdr.js';
import { isArray } from '../codec/intrinsics.js';
import { descriptors_in } from '../controls.js';
import type { Fd } from '../fd.js';
import { close } from '../sys/close.js';

/**
 * Closes all descriptors in a list of received control messages: those of SCM_RIGHTS and of SCM_PIDFD. It makes one close(2) for
 * each descriptor.
 *
 * **A server that expects no descriptors needs this.** Any process that can send to a unix socket can send descriptors along. Each
 * descriptor that arrives stays open in this process until it is closed, so a peer that sends one with every message soon drives
 * the server to EMFILE. Either pass no `msg_controllen` to {@link recvmsg}, so that the kernel discards them, or, if other control
 * messages are expected, call this function with every message that was not. A buffer for one descriptor can receive two:
 * `CMSG_SPACE(4)` includes padding.
 *
 * Call it once for each list: a second call would close other files that have been given the same numbers since.
 *
 * @param msg_control the control messages from {@link recvmsg}
 * @returns the number of descriptors. The results of close(2) are ignored, because Linux frees the descriptor even if close fails
 *
 * @example
 * ```ts
 * import {
 *   AF_UNIX, CMSG_SPACE, close_rights, cmsg, recvmsg, SCM_RIGHTS, sendmsg, SOCK_STREAM, SOL_SOCKET, socketpair, unwrap,
 * } from 'sys-socket';
 *
 * const [a, b] = unwrap(socketpair(AF_UNIX, SOCK_STREAM, 0));
 * unwrap(sendmsg(a, { msg_iov: [Buffer.from('!')], msg_control: [cmsg(SOL_SOCKET, SCM_RIGHTS, [a, b])] }));
 *
 * const room = { msg_iov: [new Uint8Array(1)], msg_controllen: CMSG_SPACE(12) }; // for credentials
 * const { msg_control } = unwrap(recvmsg(b, room));
 * console.log(close_rights(msg_control)); // 2
 * ```
 */
export function close_rights(msg_control: readonly Cmsg[]): number {
  if (!isArray(msg_control)) throw new TypeError('close_rights: msg_control must be an array of control messages');
  for (let i = 0; i < msg_control.length; ++i) check_bytes(msg_control[i]?.cmsg_data, 'close_rights: cmsg_data');
  let closed = 0;
  for (let i = 0; i < msg_control.length; ++i) {
    const arrived = descriptors_in(msg_control[i] as Cmsg);
    for (let j = 0; j < arrived.length; ++j) close(arrived[j] as Fd);
    closed += arrived.length;
  }
  return closed;
}
