// Prints each change of interfaces, addresses, routes and neighbours, as ip-monitor(8) does: rtnetlink(7).
//
//   node ip-monitor.ts [-r BYTES]
//
// -r sets SO_RCVBUF. If the buffer overflows, the kernel drops messages and returns ENOBUFS; then the program requests the whole state again.
// It runs until a signal ends it.
import { parseArgs } from 'node:util';
import {
  AF_NETLINK,
  bind,
  type Fd,
  NETLINK_ROUTE,
  nl_recv,
  own,
  RTMGRP_IPV4_IFADDR,
  RTMGRP_IPV4_ROUTE,
  RTMGRP_IPV6_IFADDR,
  RTMGRP_IPV6_ROUTE,
  RTMGRP_LINK,
  RTMGRP_NEIGH,
  type RtnlMessage,
  rtnl_addrs,
  rtnl_links,
  rtnl_message,
  rtnl_neighs,
  rtnl_routes,
  SO_RCVBUF,
  SOCK_CLOEXEC,
  SOCK_RAW,
  SOL_SOCKET,
  setsockopt,
  sockaddr_nl,
  socket,
  unwrap,
} from 'sys-socket';

const { values } = parseArgs({ options: { rcvbuf: { type: 'string', short: 'r' } } });
const groups =
  RTMGRP_LINK | RTMGRP_NEIGH | RTMGRP_IPV4_IFADDR | RTMGRP_IPV4_ROUTE | RTMGRP_IPV6_IFADDR | RTMGRP_IPV6_ROUTE;

using monitor = own(unwrap(socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_ROUTE)));
if (values.rcvbuf !== undefined) unwrap(setsockopt(monitor.fd, SOL_SOCKET, SO_RCVBUF, Number(values.rcvbuf)));
unwrap(bind(monitor.fd, sockaddr_nl(0, groups)));
// The socket joins the groups before the current state is requested, so that no change in between is missed.
everything();
console.log('(changes from here on)');
listen(monitor.fd);

function listen(fd: Fd): never {
  const buffer = new Uint8Array(32 * 1024);
  for (;;) {
    const came = nl_recv(fd, buffer);
    if (came.ok) for (const message of came.value) tell(rtnl_message(message));
    else if (came.error.code === 'ENOBUFS') {
      console.log('(messages were lost)');
      everything();
    } else unwrap(came);
  }
}

function everything(): void {
  for (const link of unwrap(rtnl_links())) tell({ kind: 'link', gone: false, link });
  for (const addr of unwrap(rtnl_addrs())) tell({ kind: 'addr', gone: false, addr });
  for (const route of unwrap(rtnl_routes())) tell({ kind: 'route', gone: false, route });
  for (const neigh of unwrap(rtnl_neighs())) tell({ kind: 'neigh', gone: false, neigh });
}

function tell(told: RtnlMessage | undefined): void {
  if (told !== undefined) console.log(`${told.gone ? 'deleted ' : ''}${told.kind} ${what(told)}`);
}

function what(told: RtnlMessage): string {
  switch (told.kind) {
    case 'link':
      return `${told.link.ifi_index} ${told.link.ifla_ifname} mtu ${told.link.ifla_mtu}`;
    case 'addr':
      return `${told.addr.ifa_local ?? told.addr.ifa_address}/${told.addr.ifa_prefixlen} dev ${told.addr.ifa_index}`;
    case 'route': {
      const { rta_dst = 'default', rtm_dst_len, rta_gateway, rta_oif, rta_table } = told.route;
      const via = rta_gateway === undefined ? '' : ` via ${rta_gateway}`;
      return `${rta_dst}/${rtm_dst_len}${via} dev ${rta_oif} table ${rta_table}`;
    }
    case 'neigh':
      return `${told.neigh.nda_dst} dev ${told.neigh.ndm_ifindex} state ${told.neigh.ndm_state}`;
  }
}
