// The network interfaces of this host, as rtnetlink(7) tells of them.

import { type Codec, read_field, struct, text, view_of, write_field } from '../codec/struct.js';
import {
  AF_PACKET,
  AF_UNSPEC,
  IFLA_ADDRESS,
  IFLA_BROADCAST,
  IFLA_IFNAME,
  IFLA_STATS64,
  NETLINK_ROUTE,
  NLM_F_DUMP,
  RTM_GETLINK,
  RTM_NEWLINK,
} from '../constants.js';
import type { ErrnoName, SysError } from '../errno.js';
import { field_of, layout, offset_of } from '../native.js';
import { type AskCode, ask } from '../netlink/ask.js';
import { nlattrs } from '../netlink/nlmsghdr.js';
import type { Err, Result } from '../result.js';
import type { SockAddr } from '../sockaddr/address.js';
import { sa_family } from '../sockaddr/layout.js';
import { sockaddr } from '../sockaddr/sockaddr.js';

/** What an interface has counted: linux/if_link.h. Exact to 2^53. */
export interface RtnlLinkStats64 {
  rx_packets: number;
  tx_packets: number;
  rx_bytes: number;
  tx_bytes: number;
  rx_errors: number;
  tx_errors: number;
  rx_dropped: number;
  tx_dropped: number;
  multicast: number;
  collisions: number;
  rx_length_errors: number;
  rx_over_errors: number;
  rx_crc_errors: number;
  rx_frame_errors: number;
  rx_fifo_errors: number;
  rx_missed_errors: number;
  tx_aborted_errors: number;
  tx_carrier_errors: number;
  tx_fifo_errors: number;
  tx_heartbeat_errors: number;
  tx_window_errors: number;
  rx_compressed: number;
  tx_compressed: number;
  /** Linux 4.6 */
  rx_nohandler?: number;
}

/** The codec of {@link RtnlLinkStats64}. */
export const rtnl_link_stats64: Codec<RtnlLinkStats64> = struct('rtnl_link_stats64');

/** A network interface. */
export interface Link {
  readonly index: number;
  readonly name: string;
  readonly flags: number;
  /** Its hardware address, as a `struct sockaddr_ll`. A tunnel has none. */
  readonly addr: SockAddr | undefined;
  readonly broadcast: SockAddr | undefined;
  readonly stats: RtnlLinkStats64 | undefined;
}

const info = {
  size: layout('ifinfomsg').size,
  family: field_of('ifinfomsg', 'ifi_family'),
  type: field_of('ifinfomsg', 'ifi_type'),
  index: field_of('ifinfomsg', 'ifi_index'),
  flags: field_of('ifinfomsg', 'ifi_flags'),
};

const ll = {
  ifindex: field_of('sockaddr_ll', 'sll_ifindex'),
  hatype: field_of('sockaddr_ll', 'sll_hatype'),
  halen: field_of('sockaddr_ll', 'sll_halen'),
  addr: offset_of('sockaddr_ll', 'sll_addr'),
  size: layout('sockaddr_ll').size,
};

const name = text(64);

/** RTM_GETLINK: all interfaces, in the order of their indices. */
export function links<Code extends ErrnoName>(
  refused: (negative: number) => Err<SysError<Code>>,
): Result<Link[], SysError<Code | AskCode>> {
  const payload = new Uint8Array(info.size);
  write_field(view_of(payload), info.family, AF_UNSPEC, 'ifi_family');
  return ask({
    protocol: NETLINK_ROUTE,
    type: RTM_GETLINK,
    flags: NLM_F_DUMP,
    payload,
    refused,
    decode: (message) => (message.nlmsg_type === RTM_NEWLINK ? decode(message.payload) : undefined),
  });
}

function decode(payload: Uint8Array): Link | undefined {
  if (payload.length < info.size) return undefined;
  const view = view_of(payload);
  const found = nlattrs(payload, info.size);
  const index = read_field(view, info.index) ?? 0;
  const type = read_field(view, info.type) ?? 0;
  const stats = found.get(IFLA_STATS64);
  return {
    index,
    name: name.decode(found.get(IFLA_IFNAME) ?? new Uint8Array(0)),
    flags: read_field(view, info.flags) ?? 0,
    addr: sockaddr_ll(index, type, found.get(IFLA_ADDRESS)),
    broadcast: sockaddr_ll(index, type, found.get(IFLA_BROADCAST)),
    stats: stats && rtnl_link_stats64.decode(stats),
  };
}

/** Longer than the eight bytes of C's struct where the address is: InfiniBand has 20. */
function sockaddr_ll(index: number, type: number, address: Uint8Array | undefined): SockAddr | undefined {
  if (address === undefined) return undefined;
  const bytes = new Uint8Array(Math.max(ll.size, ll.addr + address.length));
  const view = view_of(bytes);
  write_field(view, sa_family, AF_PACKET, 'sll_family');
  write_field(view, ll.ifindex, index, 'sll_ifindex');
  write_field(view, ll.hatype, type, 'sll_hatype');
  write_field(view, ll.halen, address.length, 'sll_halen');
  bytes.set(address, ll.addr);
  return sockaddr(bytes);
}
