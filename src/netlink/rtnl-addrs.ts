import { uint32 } from '../codec/integer.js';
import { type Codec, struct, text } from '../codec/struct.js';
import {
  AF_UNSPEC,
  IFA_ADDRESS,
  IFA_ANYCAST,
  IFA_BROADCAST,
  IFA_CACHEINFO,
  IFA_FLAGS,
  IFA_LABEL,
  IFA_LOCAL,
  IFA_RT_PRIORITY,
  RTM_DELADDR,
  RTM_GETADDR,
  RTM_NEWADDR,
} from '../constants.js';
import type { Domain } from '../domain.js';
import { errors_of, type SysError } from '../errno.js';
import type { Fd } from '../fd.js';
import type { Result } from '../result.js';
import type { Rows } from './attributes.js';
import { address, decoder, dump, type RtnlCode, type RtnlRest, type Subject } from './rtnl.js';

/** An address of an interface: rtnetlink(7). */
export interface Ifaddrmsg {
  /** `AF_INET` or `AF_INET6`. */
  ifa_family: number;
  ifa_prefixlen: number;
  /** `IFA_F_PERMANENT`, `IFA_F_SECONDARY`, ..., or-ed. Includes those above 8 bits if the kernel sent `IFA_FLAGS`. */
  ifa_flags: number;
  /** `RT_SCOPE_UNIVERSE`, `RT_SCOPE_LINK`, `RT_SCOPE_HOST`. */
  ifa_scope: number;
  /** The index of the interface. */
  ifa_index: number;
}

/** The codec of {@link Ifaddrmsg}. */
export const ifaddrmsg: Codec<Ifaddrmsg> = struct('ifaddrmsg');

/** The lifetime of an address: linux/if_addr.h. */
export interface IfaCacheinfo {
  /** The preferred lifetime, and the valid lifetime, in seconds; 0xffffffff means forever. */
  ifa_prefered: number;
  ifa_valid: number;
  /** When the address was created, and when it was changed, in hundredths of a second since boot. */
  cstamp: number;
  tstamp: number;
}

/** The codec of {@link IfaCacheinfo}. */
export const ifa_cacheinfo: Codec<IfaCacheinfo> = struct('ifa_cacheinfo');

/** Each field is present if the kernel sent it; `ifa_local` is `IFA_LOCAL`. */
export interface AddrAttributes {
  /** The address; on a point-to-point interface, that of the peer. */
  readonly ifa_address: string;
  /** The local address: always for `AF_INET`, only on point-to-point interfaces for `AF_INET6`. */
  readonly ifa_local: string;
  readonly ifa_broadcast: string;
  readonly ifa_anycast: string;
  /** For `AF_INET`: the label, which is the name of the interface or `eth0:1`. */
  readonly ifa_label: string;
  readonly ifa_flags: number;
  readonly ifa_cacheinfo: IfaCacheinfo;
  /** The metric of the route that the address adds. */
  readonly ifa_rt_priority: number;
}

/** An address, as {@link rtnl_addrs} returns it. */
export interface RtnlAddr extends Ifaddrmsg, Partial<Omit<AddrAttributes, 'ifa_flags'>>, RtnlRest {}

const label = text(64);

const rows = (ifa_family: number): Rows<AddrAttributes> => ({
  ifa_address: [IFA_ADDRESS, address(ifa_family)],
  ifa_local: [IFA_LOCAL, address(ifa_family)],
  ifa_broadcast: [IFA_BROADCAST, address(ifa_family)],
  ifa_anycast: [IFA_ANYCAST, address(ifa_family)],
  ifa_label: [IFA_LABEL, label.decode],
  ifa_flags: [IFA_FLAGS, uint32.decode],
  ifa_cacheinfo: [IFA_CACHEINFO, ifa_cacheinfo.decode],
  ifa_rt_priority: [IFA_RT_PRIORITY, uint32.decode],
});

export const addrs: Subject<RtnlAddr> = {
  get: RTM_GETADDR,
  made: RTM_NEWADDR,
  gone: RTM_DELADDR,
  size: ifaddrmsg.size,
  decode: decoder<Ifaddrmsg, AddrAttributes>(ifaddrmsg, ({ ifa_family }) => rows(ifa_family)),
};

const refused = errors_of<RtnlCode>('rtnl_addrs');

/**
 * `RTM_GETADDR` of rtnetlink(7): the addresses of the network interfaces, as `ip addr` shows them. It makes several syscalls: it sends a
 * request on a netlink socket, and reads the answer to its end. {@link getifaddrs} returns the same in libc's form.
 *
 * @param family `AF_INET`, `AF_INET6`, or `AF_UNSPEC` for both
 * @param fd a socket to use, `socket(AF_NETLINK, SOCK_RAW, NETLINK_ROUTE)`, that is in no group. If omitted, a socket is created and closed
 *   again.
 * @returns the addresses, in the kernel's order
 *
 * **Errors**: those of {@link rtnl_links}
 *
 * **strace**: `sendto` with an `RTM_GETADDR` message, and `recvfrom` until `NLMSG_DONE`
 *
 * @example
 * ```ts
 * import { AF_INET, rtnl_addrs, unwrap } from 'sys-socket';
 *
 * for (const { ifa_index, ifa_local, ifa_prefixlen } of unwrap(rtnl_addrs(AF_INET))) {
 *   if (ifa_index === 1) console.log(`${ifa_local}/${ifa_prefixlen}`); // 127.0.0.1/8
 * }
 * ```
 */
export function rtnl_addrs(family: Domain = AF_UNSPEC, fd?: Fd): Result<RtnlAddr[], SysError<RtnlCode>> {
  return dump(addrs, refused, family, fd, 'rtnl_addrs');
}
