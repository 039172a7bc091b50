import { uint32 } from '../codec/integer.js';
import { type Codec, struct } from '../codec/struct.js';
import {
  AF_UNSPEC,
  RTA_DST,
  RTA_GATEWAY,
  RTA_IIF,
  RTA_MARK,
  RTA_METRICS,
  RTA_MULTIPATH,
  RTA_OIF,
  RTA_PREF,
  RTA_PREFSRC,
  RTA_PRIORITY,
  RTA_SRC,
  RTA_TABLE,
  RTA_UID,
  RTM_DELROUTE,
  RTM_GETROUTE,
  RTM_NEWROUTE,
} from '../constants.js';
import type { Domain } from '../domain.js';
import { errors_of, type SysError } from '../errno.js';
import type { Fd } from '../fd.js';
import type { Result } from '../result.js';
import type { Rows } from './attributes.js';
import { nlattrs } from './nlmsghdr.js';
import { address, decoder, dump, type RtnlCode, type RtnlRest, type Subject, uint8 } from './rtnl.js';

/** A route: rtnetlink(7). */
export interface Rtmsg {
  /** `AF_INET` or `AF_INET6`. */
  rtm_family: number;
  /** The prefix lengths of `rta_dst` and `rta_src`; 0 matches every address. */
  rtm_dst_len: number;
  rtm_src_len: number;
  rtm_tos: number;
  /** `RT_TABLE_MAIN`, `RT_TABLE_LOCAL`, ...; for tables above 255 see `rta_table`. */
  rtm_table: number;
  /** The origin of the route: `RTPROT_KERNEL`, `RTPROT_BOOT`, `RTPROT_STATIC`, ... */
  rtm_protocol: number;
  /** `RT_SCOPE_UNIVERSE`: through a gateway; `RT_SCOPE_LINK`: to a neighbour; `RT_SCOPE_HOST`: to this host. */
  rtm_scope: number;
  /** `RTN_UNICAST`, `RTN_LOCAL`, `RTN_BROADCAST`, `RTN_BLACKHOLE`, ... */
  rtm_type: number;
  /** `RTNH_F_LINKDOWN`, `RTNH_F_ONLINK`, `RTM_F_CLONED`, ..., or-ed. */
  rtm_flags: number;
}

/** The codec of {@link Rtmsg}. */
export const rtmsg: Codec<Rtmsg> = struct('rtmsg');

/** One next hop of a multipath route: linux/rtnetlink.h. */
export interface Rtnexthop {
  /** The length, including attributes. */
  rtnh_len: number;
  rtnh_flags: number;
  /** The weight, minus one. */
  rtnh_hops: number;
  /** The index of the interface. */
  rtnh_ifindex: number;
}

/** The codec of {@link Rtnexthop}. */
export const rtnexthop: Codec<Rtnexthop> = struct('rtnexthop');

/** Each field is present if the kernel sent it; `rta_dst` is `RTA_DST`. */
export interface RouteAttributes {
  /** The destination. If absent, the route matches every address. */
  readonly rta_dst: string;
  readonly rta_src: string;
  readonly rta_gateway: string;
  /** The preferred source address, for sockets that have not bound one. */
  readonly rta_prefsrc: string;
  /** The index of the outgoing interface, and of the incoming one. */
  readonly rta_oif: number;
  readonly rta_iif: number;
  /** The metric; the route with the lowest one is used. */
  readonly rta_priority: number;
  readonly rta_table: number;
  /** The values of `RTAX_MTU`, `RTAX_WINDOW`, ..., by number. */
  readonly rta_metrics: ReadonlyMap<number, number>;
  readonly rta_multipath: readonly RtnlNexthop[];
  /** For `AF_INET6`: the preference of RFC 4191, 0 medium, 1 high, 3 low. */
  readonly rta_pref: number;
  readonly rta_mark: number;
  readonly rta_uid: number;
}

/** One next hop of a multipath route. */
export interface RtnlNexthop extends Rtnexthop {
  readonly rta_gateway?: string;
}

/** A route, as {@link rtnl_routes} returns it. */
export interface RtnlRoute extends Rtmsg, Partial<RouteAttributes>, RtnlRest {}

const rows = (family: number): Rows<RouteAttributes> => ({
  rta_dst: [RTA_DST, address(family)],
  rta_src: [RTA_SRC, address(family)],
  rta_gateway: [RTA_GATEWAY, address(family)],
  rta_prefsrc: [RTA_PREFSRC, address(family)],
  rta_oif: [RTA_OIF, uint32.decode],
  rta_iif: [RTA_IIF, uint32.decode],
  rta_priority: [RTA_PRIORITY, uint32.decode],
  rta_table: [RTA_TABLE, uint32.decode],
  rta_metrics: [RTA_METRICS, metrics],
  rta_multipath: [RTA_MULTIPATH, (bytes) => [...nexthops(bytes, family)]],
  rta_pref: [RTA_PREF, uint8],
  rta_mark: [RTA_MARK, uint32.decode],
  rta_uid: [RTA_UID, uint32.decode],
});

/** `RTAX_CC_ALGO`, whose value is a string, is left out. */
function metrics(bytes: Uint8Array): ReadonlyMap<number, number> {
  const numbers = [...nlattrs(bytes)].filter(([, value]) => value.length === uint32.size);
  return new Map(numbers.map(([type, value]) => [type, uint32.decode(value)]));
}

/** Each next hop begins with its length, like an attribute, and has attributes after its struct. */
function* nexthops(bytes: Uint8Array, family: number): Generator<RtnlNexthop> {
  for (let at = 0; at + rtnexthop.size <= bytes.length; ) {
    const hop = rtnexthop.decode(bytes.subarray(at, at + rtnexthop.size));
    if (hop.rtnh_len < rtnexthop.size || at + hop.rtnh_len > bytes.length) return;
    const gateway = nlattrs(bytes.subarray(at, at + hop.rtnh_len), rtnexthop.size).get(RTA_GATEWAY);
    yield gateway === undefined ? hop : { ...hop, rta_gateway: address(family)(gateway) };
    at += Math.ceil(hop.rtnh_len / 4) * 4; // RTNH_ALIGN
  }
}

export const routes: Subject<RtnlRoute> = {
  get: RTM_GETROUTE,
  made: RTM_NEWROUTE,
  gone: RTM_DELROUTE,
  size: rtmsg.size,
  decode: decoder<Rtmsg, RouteAttributes>(rtmsg, ({ rtm_family }) => rows(rtm_family)),
};

const refused = errors_of<RtnlCode>('rtnl_routes');

/**
 * `RTM_GETROUTE` of rtnetlink(7): the routes of all tables, as `ip route show table all` shows them. It makes several syscalls: it sends a
 * request on a netlink socket, and reads the answer to its end.
 *
 * @param family `AF_INET`, `AF_INET6`, or `AF_UNSPEC` for both
 * @param fd a socket to use, `socket(AF_NETLINK, SOCK_RAW, NETLINK_ROUTE)`, that is in no group. If omitted, a socket is created and closed
 *   again.
 * @returns the routes, in the kernel's order; `ip route` shows those whose `rta_table` is `RT_TABLE_MAIN`
 *
 * **Errors**: those of {@link rtnl_links}
 *
 * **strace**: `sendto` with an `RTM_GETROUTE` message, and `recvfrom` until `NLMSG_DONE`
 *
 * @example
 * ```ts
 * import { AF_INET, RT_TABLE_LOCAL, RTN_LOCAL, rtnl_routes, unwrap } from 'sys-socket';
 *
 * for (const { rta_dst, rtm_dst_len, rta_table, rtm_type } of unwrap(rtnl_routes(AF_INET))) {
 *   if (rta_table !== RT_TABLE_LOCAL || rtm_type !== RTN_LOCAL) continue;
 *   if (rta_dst === '127.0.0.0') console.log(`${rta_dst}/${rtm_dst_len}`); // 127.0.0.0/8
 * }
 * ```
 */
export function rtnl_routes(family: Domain = AF_UNSPEC, fd?: Fd): Result<RtnlRoute[], SysError<RtnlCode>> {
  return dump(routes, refused, family, fd, 'rtnl_routes');
}
