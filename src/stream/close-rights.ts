import { check_bytes } from '../codec/check.js';
import type { Cmsg } from '../codec/cmsghdr.js';
import { isArray } from '../codec/intrinsics.js';
import { descriptors_in } from '../controls.js';
import type { Fd } from '../fd.js';
import { close } from '../sys/close.js';

/**
 * Closes all descriptors in a list of control messages that arrived: those of SCM_RIGHTS and of SCM_PIDFD. As many calls of
 * close(2) as there are descriptors.
 *
 * **What a server that expects none must do.** Whoever may send to a unix socket may send descriptors along, and each that
 * arrives is open in this process until it is closed: a peer that sends them with every message soon has the server at EMFILE.
 * So either give {@link recvmsg} no room at all (no `msg_controllen`; then the kernel drops them), or, where there has to be
 * room for something else, call this with what came and was not expected, too many included: `CMSG_SPACE(4)` has room for two.
 *
 * Once: a second call would close whatever has the numbers by then.
 *
 * @param msg_control what {@link recvmsg} gave
 * @returns how many descriptors there were. What close(2) says is not looked at: they are gone whatever it says
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
