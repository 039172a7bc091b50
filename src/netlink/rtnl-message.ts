import { check_bytes, check_object } from '../codec/check.js';
import type { NlMessage } from './nlmsghdr.js';
import type { Subject } from './rtnl.js';
import { addrs, type RtnlAddr } from './rtnl-addrs.js';
import { links, type RtnlLink } from './rtnl-links.js';
import { neighs, type RtnlNeigh } from './rtnl-neighs.js';
import { type RtnlRoute, routes } from './rtnl-routes.js';

/** The content of a message of rtnetlink(7): an object that exists or was changed, or one that was deleted (`gone`). */
export type RtnlMessage =
  | { readonly kind: 'link'; readonly gone: boolean; readonly link: RtnlLink }
  | { readonly kind: 'addr'; readonly gone: boolean; readonly addr: RtnlAddr }
  | { readonly kind: 'route'; readonly gone: boolean; readonly route: RtnlRoute }
  | { readonly kind: 'neigh'; readonly gone: boolean; readonly neigh: RtnlNeigh };

/**
 * Decodes a message of rtnetlink(7) about a link (`RTM_NEWLINK`, `RTM_DELLINK`), an address, a route or a neighbour. It makes no syscall.
 *
 * @param message a message from {@link nl_recv}
 * @returns the content; undefined if the message is about something else
 *
 * @example
 * ```ts
 * import {
 *   AF_NETLINK, bind, close, type Fd, NETLINK_ROUTE, nl_recv, RTMGRP_IPV4_ROUTE, rtnl_message, SOCK_RAW, sockaddr_nl, socket, unwrap,
 * } from 'sys-socket';
 *
 * // Prints what `ip monitor route` prints, until it is ended.
 * function monitor(fd: Fd): void {
 *   const buffer = new Uint8Array(32768);
 *   for (;;) {
 *     for (const message of unwrap(nl_recv(fd, buffer))) {
 *       const told = rtnl_message(message);
 *       if (told?.kind === 'route') console.log(told.gone ? 'gone' : 'made', told.route.rta_dst);
 *     }
 *   }
 * }
 *
 * const fd = unwrap(socket(AF_NETLINK, SOCK_RAW, NETLINK_ROUTE));
 * unwrap(bind(fd, sockaddr_nl(0, RTMGRP_IPV4_ROUTE)));
 * if (process.env.MONITOR) monitor(fd);
 * unwrap(close(fd));
 * ```
 */
export function rtnl_message(message: NlMessage): RtnlMessage | undefined {
  check_object(message, 'rtnl_message: message');
  const { nlmsg_type, payload } = message;
  check_bytes(payload, 'rtnl_message: payload');
  const read = <T>({ made, gone, decode }: Subject<T>): T | undefined =>
    nlmsg_type === made || nlmsg_type === gone ? decode(payload) : undefined;
  const link = read(links);
  if (link !== undefined) return { kind: 'link', gone: nlmsg_type === links.gone, link };
  const addr = read(addrs);
  if (addr !== undefined) return { kind: 'addr', gone: nlmsg_type === addrs.gone, addr };
  const route = read(routes);
  if (route !== undefined) return { kind: 'route', gone: nlmsg_type === routes.gone, route };
  const neigh = read(neighs);
  return neigh && { kind: 'neigh', gone: nlmsg_type === neighs.gone, neigh };
}
