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

/** An entry of the neighbour table, of arp(7) or IPv6: rtnetlink(7). */
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

/** How long ago a neighbour was used, confirmed and updated: linux/neighbour.h. In hundredths of a second. */
export interface NdaCacheinfo {
  ndm_confirmed: number;
  ndm_used: number;
  ndm_updated: number;
  ndm_refcnt: number;
}

/** The codec of {@link NdaCacheinfo}. */
export const nda_cacheinfo: Codec<NdaCacheinfo> = struct('nda_cacheinfo');

/** Each field is present if the kernel sent it; `nda_dst` is `NDA_DST`. */
export interface NeighAttributes {
  readonly nda_dst: string;
  /** The hardware address: 6 bytes for Ethernet. */
  readonly nda_lladdr: Uint8Array;
  /** The number of unanswered probes. */
  readonly nda_probes: number;
  readonly nda_cacheinfo: NdaCacheinfo;
  readonly nda_master: number;
}

/** A neighbour, as {@link rtnl_neighs} returns it. */
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
 * `RTM_GETNEIGH` of rtnetlink(7): the neighbour tables of arp(7) and IPv6, as `ip neigh` shows them. It makes several syscalls: it sends a
 * request on a netlink socket, and reads the answer to its end.
 *
 * @param family `AF_INET`, `AF_INET6`, or `AF_UNSPEC` for both
 * @param fd a socket to use, `socket(AF_NETLINK, SOCK_RAW, NETLINK_ROUTE)`, that is in no group. If omitted, a socket is created and closed
 *   again.
 * @returns the neighbours, in the kernel's order, including those in `NUD_NOARP`, which ip(8) omits
 *
 * **Errors**: those of {@link rtnl_links}
 *
 * **strace**: `sendto` with an `RTM_GETNEIGH` message, and `recvfrom` until `NLMSG_DONE`
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
