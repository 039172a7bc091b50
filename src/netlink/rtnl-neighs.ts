import { uint32 } from '../codec/integer.js';
import { type Codec, struct } from '../codec/struct.js';
import {
  AF_UNSPEC,
  NDA_CACHEINFO,
  NDA_DST,
  NDA_LLADDR,
  NDA_MASTER,
  NDA_PROBES,
  RTM_DELNEIGH,
  RTM_GETNEIGH,
  RTM_NEWNEIGH,
} from '../constants.js';
import type { Domain } from '../domain.js';
import { errors_of, type SysError } from '../errno.js';
import type { Fd } from '../fd.js';
import type { Result } from '../result.js';
import type { Rows } from './attributes.js';
import { address, bytes, decoder, dump, type RtnlCode, type RtnlRest, type Subject } from './rtnl.js';

/** A neighbour, of arp(7) or of IPv6: rtnetlink(7). */
export interface Ndmsg {
  /** `AF_INET`, `AF_INET6`, or `AF_BRIDGE`. */
  ndm_family: number;
  ndm_ifindex: number;
  /** `NUD_REACHABLE`, `NUD_STALE`, `NUD_PERMANENT`, ... */
  ndm_state: number;
  /** `NTF_ROUTER`, `NTF_PROXY`, ..., or-ed. */
  ndm_flags: number;
  /** `RTN_UNICAST`, ... */
  ndm_type: number;
}

/** The codec of {@link Ndmsg}. */
export const ndmsg: Codec<Ndmsg> = struct('ndmsg');

/** When a neighbour was needed: linux/neighbour.h. In hundredths of a second before now. */
export interface NdaCacheinfo {
  ndm_confirmed: number;
  ndm_used: number;
  ndm_updated: number;
  ndm_refcnt: number;
}

/** The codec of {@link NdaCacheinfo}. */
export const nda_cacheinfo: Codec<NdaCacheinfo> = struct('nda_cacheinfo');

/** Each of these is there when the kernel sent it; `NDA_DST` is `nda_dst`. */
export interface NeighAttributes {
  readonly nda_dst: string;
  /** Its hardware address: 6 bytes of Ethernet. */
  readonly nda_lladdr: Uint8Array;
  /** How often it was asked for and did not answer. */
  readonly nda_probes: number;
  readonly nda_cacheinfo: NdaCacheinfo;
  readonly nda_master: number;
}

/** A neighbour, as {@link rtnl_neighs} tells of it. */
export interface RtnlNeigh extends Ndmsg, Partial<NeighAttributes>, RtnlRest {}

const rows = (family: number): Rows<NeighAttributes> => ({
  nda_dst: [NDA_DST, address(family)],
  nda_lladdr: [NDA_LLADDR, bytes],
  nda_probes: [NDA_PROBES, uint32.decode],
  nda_cacheinfo: [NDA_CACHEINFO, nda_cacheinfo.decode],
  nda_master: [NDA_MASTER, uint32.decode],
});

export const neighs: Subject<RtnlNeigh> = {
  get: RTM_GETNEIGH,
  made: RTM_NEWNEIGH,
  gone: RTM_DELNEIGH,
  size: ndmsg.size,
  decode: decoder<Ndmsg, NeighAttributes>(ndmsg, ({ ndm_family }) => rows(ndm_family)),
};

const refused = errors_of<RtnlCode>('rtnl_neighs');

/**
 * `RTM_GETNEIGH` of rtnetlink(7): the neighbours, arp(7)'s table and that of IPv6, as `ip neigh` shows them. Several syscalls: a netlink
 * socket is asked, and its answer read to the end.
 *
 * @param family `AF_INET`, `AF_INET6`, or `AF_UNSPEC` for both
 * @param fd a socket to ask on, `socket(AF_NETLINK, SOCK_RAW, NETLINK_ROUTE)`, that is in no group. Left out, one is made and closed.
 * @returns the neighbours, in the kernel's order; those in `NUD_NOARP`, of which ip(8) says nothing, too
 *
 * **Errors**: those of {@link rtnl_links}
 *
 * **strace**: `sendto` of a `RTM_GETNEIGH` message, and `recvfrom` until `NLMSG_DONE`
 *
 * @example
 * ```ts
 * import { AF_INET, NUD_REACHABLE, rtnl_neighs, unwrap } from 'sys-socket';
 *
 * const reachable = unwrap(rtnl_neighs(AF_INET)).filter(({ ndm_state }) => ndm_state === NUD_REACHABLE);
 * console.log(reachable.every(({ nda_lladdr }) => nda_lladdr?.length === 6)); // true
 * ```
 */
export function rtnl_neighs(family: Domain = AF_UNSPEC, fd?: Fd): Result<RtnlNeigh[], SysError<RtnlCode>> {
  return dump(neighs, refused, family, fd, 'rtnl_neighs');
}
