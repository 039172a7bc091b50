import { uint32 } from '../codec/integer.js';
import { type Codec, int, struct, text } from '../codec/struct.js';
import {
  AF_UNSPEC,
  IFLA_ADDRESS,
  IFLA_BROADCAST,
  IFLA_CARRIER,
  IFLA_GROUP,
  IFLA_IFALIAS,
  IFLA_IFNAME,
  IFLA_INFO_KIND,
  IFLA_LINK,
  IFLA_LINK_NETNSID,
  IFLA_LINKINFO,
  IFLA_LINKMODE,
  IFLA_MASTER,
  IFLA_MAX_MTU,
  IFLA_MIN_MTU,
  IFLA_MTU,
  IFLA_NUM_RX_QUEUES,
  IFLA_NUM_TX_QUEUES,
  IFLA_OPERSTATE,
  IFLA_PROMISCUITY,
  IFLA_QDISC,
  IFLA_STATS64,
  IFLA_TXQLEN,
  RTM_DELLINK,
  RTM_GETLINK,
  RTM_NEWLINK,
} from '../constants.js';
import type { Domain } from '../domain.js';
import { errors_of, type SysError } from '../errno.js';
import type { Fd } from '../fd.js';
import type { Result } from '../result.js';
import type { Rows } from './attributes.js';
import { nlattrs } from './nlmsghdr.js';
import { bytes, decoder, dump, type RtnlCode, type RtnlRest, type Subject, uint8 } from './rtnl.js';
import { type RtnlLinkStats64, rtnl_link_stats64 } from './rtnl-link-stats64.js';

/** An interface: rtnetlink(7). */
export interface Ifinfomsg {
  /** `AF_UNSPEC`; `AF_BRIDGE` for the port of a bridge. */
  ifi_family: number;
  /** `ARPHRD_ETHER`, `ARPHRD_LOOPBACK`, ... */
  ifi_type: number;
  ifi_index: number;
  /** `IFF_UP`, `IFF_LOOPBACK`, ..., or-ed. */
  ifi_flags: number;
  /** In a notification: the flags that have changed. */
  ifi_change: number;
}

/** The codec of {@link Ifinfomsg}. */
export const ifinfomsg: Codec<Ifinfomsg> = struct('ifinfomsg');

/** Each field is present if the kernel sent it; `ifla_ifname` is `IFLA_IFNAME`. */
export interface LinkAttributes {
  readonly ifla_ifname: string;
  /** The hardware address: 6 bytes for Ethernet. */
  readonly ifla_address: Uint8Array;
  /** The broadcast address; for a tunnel, the address of the peer. */
  readonly ifla_broadcast: Uint8Array;
  readonly ifla_mtu: number;
  readonly ifla_min_mtu: number;
  readonly ifla_max_mtu: number;
  /** The index of the lower interface: the peer of a veth, the device of a VLAN. */
  readonly ifla_link: number;
  /** The network namespace of `ifla_link`, by the ID that this namespace gives it. */
  readonly ifla_link_netnsid: number;
  /** The index of the bridge or bond that the interface belongs to. */
  readonly ifla_master: number;
  readonly ifla_qdisc: string;
  /** The length of the transmit queue, in packets. */
  readonly ifla_txqlen: number;
  /** RFC 2863: `IF_OPER_UP` is 6, `IF_OPER_DOWN` 2, `IF_OPER_UNKNOWN` 0. */
  readonly ifla_operstate: number;
  readonly ifla_linkmode: number;
  readonly ifla_group: number;
  readonly ifla_carrier: number;
  /** The number of users that have requested promiscuous mode. */
  readonly ifla_promiscuity: number;
  readonly ifla_num_tx_queues: number;
  readonly ifla_num_rx_queues: number;
  readonly ifla_ifalias: string;
  /** `IFLA_INFO_KIND` of `IFLA_LINKINFO`: `'veth'`, `'bridge'`. */
  readonly ifla_info_kind: string;
  readonly ifla_stats64: RtnlLinkStats64;
}

/** An interface, as {@link rtnl_links} returns it. */
export interface RtnlLink extends Ifinfomsg, Partial<LinkAttributes>, RtnlRest {}

const name = text(64);
const alias = text(256);

const rows: Rows<LinkAttributes> = {
  ifla_ifname: [IFLA_IFNAME, name.decode],
  ifla_address: [IFLA_ADDRESS, bytes],
  ifla_broadcast: [IFLA_BROADCAST, bytes],
  ifla_mtu: [IFLA_MTU, uint32.decode],
  ifla_min_mtu: [IFLA_MIN_MTU, uint32.decode],
  ifla_max_mtu: [IFLA_MAX_MTU, uint32.decode],
  ifla_link: [IFLA_LINK, uint32.decode],
  ifla_link_netnsid: [IFLA_LINK_NETNSID, int.decode],
  ifla_master: [IFLA_MASTER, uint32.decode],
  ifla_qdisc: [IFLA_QDISC, name.decode],
  ifla_txqlen: [IFLA_TXQLEN, uint32.decode],
  ifla_operstate: [IFLA_OPERSTATE, uint8],
  ifla_linkmode: [IFLA_LINKMODE, uint8],
  ifla_group: [IFLA_GROUP, uint32.decode],
  ifla_carrier: [IFLA_CARRIER, uint8],
  ifla_promiscuity: [IFLA_PROMISCUITY, uint32.decode],
  ifla_num_tx_queues: [IFLA_NUM_TX_QUEUES, uint32.decode],
  ifla_num_rx_queues: [IFLA_NUM_RX_QUEUES, uint32.decode],
  ifla_ifalias: [IFLA_IFALIAS, alias.decode],
  ifla_info_kind: [IFLA_LINKINFO, (nested) => name.decode(nlattrs(nested).get(IFLA_INFO_KIND) ?? new Uint8Array(0))],
  ifla_stats64: [IFLA_STATS64, rtnl_link_stats64.decode],
};

export const links: Subject<RtnlLink> = {
  get: RTM_GETLINK,
  made: RTM_NEWLINK,
  gone: RTM_DELLINK,
  size: ifinfomsg.size,
  decode: decoder<Ifinfomsg, LinkAttributes>(ifinfomsg, () => rows),
};

const refused = errors_of<RtnlCode>('rtnl_links');

/**
 * `RTM_GETLINK` of rtnetlink(7): the network interfaces, as `ip link` shows them. It makes several syscalls: it sends a request on a netlink
 * socket, and reads the answer to its end.
 *
 * @param family `AF_UNSPEC` for all interfaces, `AF_BRIDGE` for the ports of bridges
 * @param fd a socket to use, `socket(AF_NETLINK, SOCK_RAW, NETLINK_ROUTE)`, that is in no group. If omitted, a socket is created and closed
 *   again.
 * @returns the interfaces, in the kernel's order: by index
 *
 * **Errors**: `EINTR` the interfaces changed during every attempt to list them; `EOPNOTSUPP` the kernel does not support the family;
 * `EAFNOSUPPORT` `fd` is not a netlink socket; `EBUSY` an earlier answer on `fd` was not read to its end; and those of {@link socket},
 * {@link sendto} and {@link recvfrom}.
 *
 * **strace**: `sendto` with an `RTM_GETLINK` message, and `recvfrom` until `NLMSG_DONE`
 *
 * @example
 * ```ts
 * import { IFF_LOOPBACK, rtnl_links, unwrap } from 'sys-socket';
 *
 * for (const { ifi_index, ifi_flags, ifla_ifname, ifla_mtu } of unwrap(rtnl_links())) {
 *   if (ifi_flags & IFF_LOOPBACK) console.log(ifi_index, ifla_ifname, ifla_mtu); // 1 lo 65536
 * }
 * ```
 */
export function rtnl_links(family: Domain = AF_UNSPEC, fd?: Fd): Result<RtnlLink[], SysError<RtnlCode>> {
  return dump(links, refused, family, fd, 'rtnl_links');
}
