import { check_bytes, check_integer } from '../codec/check.js';
import { length_of, part } from '../codec/intrinsics.js';
import { EAFNOSUPPORT, EMSGSIZE, MSG_TRUNC } from '../constants.js';
import { errors_of, type SysError } from '../errno.js';
import type { Fd } from '../fd.js';
import { ok, type Result } from '../result.js';
import { is_sockaddr_nl } from '../sockaddr/nl.js';
import { sockaddr_storage } from '../sockaddr/sockaddr.js';
import { type RecvCode, recvfrom } from '../sys/recv.js';
import { type NlMessage, nlmsgs } from './nlmsghdr.js';

/** The maximum length of a datagram in the kernel's answer to a dump, in bytes. */
export const datagram_size = 32 * 1024;

/** A received datagram. */
export interface Datagram {
  /** The length of the datagram, which can exceed the buffer. */
  readonly length: number;
  /** The port ID of the sender, 0 for the kernel; undefined if the socket is not a netlink socket. */
  readonly pid: number | undefined;
  /** The messages in the buffer. */
  readonly messages: Iterable<NlMessage>;
}

/** One recvfrom(2). */
export function receive(fd: Fd, buffer: Uint8Array, flags: number): Result<Datagram, SysError<RecvCode>> {
  const from = sockaddr_storage();
  const came = recvfrom(fd, buffer, flags | MSG_TRUNC, from);
  if (!came.ok) return came;
  const messages = nlmsgs(part(buffer, 0, came.value));
  return ok({ length: came.value, pid: is_sockaddr_nl(from) ? from.nl_pid : undefined, messages });
}

const refused = errors_of<'EAFNOSUPPORT' | 'EMSGSIZE'>('nl_recv');

/**
 * Receives one datagram on a netlink(7) socket, with one recvfrom(2), and returns its messages. It is for monitors, which call it in a loop;
 * {@link nl_ask} sends a request and reads the whole answer.
 *
 * @param fd a netlink socket that has joined groups by bind(2) with {@link sockaddr_nl}, or by `NETLINK_ADD_MEMBERSHIP` after bind(2). A
 *   socket that is not bound receives nothing
 * @param buffer the buffer for the datagram; the payloads of the messages are views of it
 * @param flags `MSG_DONTWAIT`, `MSG_PEEK`, or-ed; default 0
 * @returns the messages; empty for a datagram from another process, which netlink permits
 *
 * **Errors**: `ENOBUFS` the socket's receive buffer was full and messages were dropped: read the state again, with {@link rtnl_routes} and
 * similar functions. A larger `SO_RCVBUF` makes it rarer, `NETLINK_NO_ENOBUFS` hides it. `EMSGSIZE` the datagram is longer than the buffer,
 * and is lost; `EAFNOSUPPORT` `fd` is not a netlink socket; and those of {@link recvfrom}.
 *
 * **strace**: `recvfrom(3, [{nlmsg_len=..., nlmsg_type=RTM_NEWADDR, ...}], 32768, MSG_TRUNC, {sa_family=AF_NETLINK, ...}, ...) = 76`
 *
 * @example
 * ```ts
 * import {
 *   AF_NETLINK, bind, close, MSG_DONTWAIT, NETLINK_ROUTE, nl_recv, RTMGRP_LINK, SOCK_RAW, sockaddr_nl, socket, unwrap,
 * } from 'sys-socket';
 *
 * const fd = unwrap(socket(AF_NETLINK, SOCK_RAW, NETLINK_ROUTE));
 * unwrap(bind(fd, sockaddr_nl(0, RTMGRP_LINK)));
 * const told = nl_recv(fd, new Uint8Array(32768), MSG_DONTWAIT);
 * console.log(told.ok ? told.value.length : told.error.code); // EAGAIN
 * unwrap(close(fd));
 * ```
 */
export function nl_recv(
  fd: Fd,
  buffer: Uint8Array,
  flags = 0,
): Result<NlMessage[], SysError<RecvCode | 'EAFNOSUPPORT' | 'EMSGSIZE'>> {
  check_bytes(buffer, 'nl_recv: buffer');
  check_integer(flags, -0x8000_0000, 0xffff_ffff, 'nl_recv: flags');
  const came = receive(fd, buffer, flags);
  if (!came.ok) return came;
  const { length, pid, messages } = came.value;
  if (pid === undefined) return refused(-EAFNOSUPPORT);
  if (pid !== 0) return ok([]);
  return length > length_of(buffer) ? refused(-EMSGSIZE) : ok([...messages]);
}
