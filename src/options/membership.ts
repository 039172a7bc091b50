// Multicast groups, and the sources whose packets are accepted: ip(7), ipv6(7), RFC 3678.

import { part } from '../codec/intrinsics.js';
import { type Codec, check_object, list, struct } from '../codec/struct.js';
import type { SockAddr } from '../sockaddr/address.js';
import { in_addr, in6_addr, sockaddr_storage } from './values.js';

/** A multicast group and an interface, named by its index or, if that is 0, by one of its addresses. */
export interface IpMreqn {
  imr_multiaddr: string;
  /** An address of the interface; `'0.0.0.0'` lets the route decide. */
  imr_address: string;
  imr_ifindex: number;
}

/** {@link IpMreqn} for setsockopt: the address can be omitted if the index names the interface. */
export interface IpMreqnToSet {
  imr_multiaddr: string;
  imr_address?: string;
  imr_ifindex: number;
}

/** The older struct: a multicast group and an address of the interface. */
export interface IpMreq {
  imr_multiaddr: string;
  /** An address of the interface; `'0.0.0.0'` lets the route decide. */
  imr_interface: string;
}

/** An interface, named by its index or by one of its addresses: {@link IpMreqn} or {@link IpMreq}, whose group is ignored and can be omitted. */
export type MulticastInterface = Partial<IpMreqn> | Partial<IpMreq>;

/** A multicast group and one of its sources. */
export interface IpMreqSource {
  imr_multiaddr: string;
  /** An address of the interface; `'0.0.0.0'` lets the route decide. */
  imr_interface: string;
  imr_sourceaddr: string;
}

/** The list of sources of a multicast group that are accepted (`MCAST_INCLUDE`) or blocked (`MCAST_EXCLUDE`). */
export interface IpMsfilter {
  imsf_multiaddr: string;
  /** The address of the interface on which the group was joined. */
  imsf_interface: string;
  /** `MCAST_INCLUDE` or `MCAST_EXCLUDE`. */
  imsf_fmode: number;
  imsf_slist: readonly string[];
}

/** An IPv6 multicast group and an interface. */
export interface Ipv6Mreq {
  ipv6mr_multiaddr: string;
  /** The index of the interface; 0 lets the route decide. */
  ipv6mr_interface: number;
}

/** A multicast group of either family and an interface. */
export interface GroupReq {
  /** The index of the interface; 0 lets the route decide. */
  gr_interface: number;
  gr_group: SockAddr;
}

/** {@link IpMreqSource} for either family. */
export interface GroupSourceReq {
  /** The index of the interface; 0 lets the route decide. */
  gsr_interface: number;
  gsr_group: SockAddr;
  gsr_source: SockAddr;
}

/** {@link IpMsfilter} for either family. */
export interface GroupFilter {
  /** The index of the interface; 0 lets the route decide. */
  gf_interface: number;
  gf_group: SockAddr;
  /** `MCAST_INCLUDE` or `MCAST_EXCLUDE`. */
  gf_fmode: number;
  gf_slist: readonly SockAddr[];
}

/** The codec of {@link IpMreqn}. */
export const ip_mreqn: Codec<IpMreqn> = struct('ip_mreqn', { imr_multiaddr: in_addr, imr_address: in_addr });
/** The codec of {@link IpMreq}. */
export const ip_mreq: Codec<IpMreq> = struct('ip_mreq', { imr_multiaddr: in_addr, imr_interface: in_addr });

const any = '0.0.0.0';

/** The bytes of an ip_mreq or ip_mreqn. Only ip_mreq has the field `imr_interface`; the kernel tells the two apart by their length. */
function mreq_bytes(value: MulticastInterface & { readonly imr_multiaddr: string }, where: string): Uint8Array {
  if (Object.hasOwn(value, 'imr_interface')) return ip_mreq.encode({ imr_interface: any, ...value }, where);
  return ip_mreqn.encode({ imr_address: any, imr_ifindex: 0, ...value }, where);
}

/** The codec of a membership: {@link IpMreqn} or {@link IpMreq}. */
export const ip_membership: Codec<IpMreqn, IpMreqnToSet | IpMreq> = {
  ...ip_mreqn,
  encode(value, where) {
    check_object(value, where);
    return mreq_bytes(value, where);
  },
};

/** The codec of `IP_MULTICAST_IF`: reads as an address, is set as an address or a struct. */
export const multicast_interface: Codec<string, string | MulticastInterface> = {
  ...in_addr,
  encode(value, where) {
    if (typeof value === 'string') return in_addr.encode(value, where);
    check_object(value, where);
    return mreq_bytes({ imr_multiaddr: any, ...value }, where);
  },
};

/** The codec of {@link IpMreqSource}. */
export const ip_mreq_source: Codec<IpMreqSource> = struct('ip_mreq_source', {
  imr_multiaddr: in_addr,
  imr_interface: in_addr,
  imr_sourceaddr: in_addr,
});
/** The codec of {@link Ipv6Mreq}. */
export const ipv6_mreq: Codec<Ipv6Mreq> = struct('ipv6_mreq', { ipv6mr_multiaddr: in6_addr });
/** The codec of {@link GroupReq}. */
export const group_req: Codec<GroupReq> = struct('group_req', { gr_group: sockaddr_storage });
/** The codec of {@link GroupSourceReq}. */
export const group_source_req: Codec<GroupSourceReq> = struct('group_source_req', {
  gsr_group: sockaddr_storage,
  gsr_source: sockaddr_storage,
});

const msfilter_head = struct<Omit<IpMsfilter, 'imsf_slist'> & { imsf_numsrc: number }>('ip_msfilter', {
  imsf_multiaddr: in_addr,
  imsf_interface: in_addr,
});
const msfilter_sources = list(in_addr, 0);

/** The codec of {@link IpMsfilter}. */
export const ip_msfilter: Codec<IpMsfilter> = {
  size: msfilter_head.size,
  encode(value, where) {
    check_object(value, where);
    const sources = msfilter_sources.encode(value.imsf_slist, `${where}.imsf_slist`);
    const imsf_numsrc = value.imsf_slist.length;
    return Buffer.concat([msfilter_head.encode({ ...value, imsf_numsrc }, where), sources]);
  },
  decode(bytes) {
    const { imsf_numsrc, ...value } = msfilter_head.decode(bytes);
    const sources = part(bytes, msfilter_head.size, msfilter_head.size + (imsf_numsrc ?? 0) * in_addr.size);
    return { ...value, imsf_slist: msfilter_sources.decode(sources) };
  },
};

const filter_head = struct<Omit<GroupFilter, 'gf_slist'> & { gf_numsrc: number }>('group_filter', {
  gf_group: sockaddr_storage,
});
const filter_sources = list(sockaddr_storage, 0);

/** The codec of {@link GroupFilter}. */
export const group_filter: Codec<GroupFilter> = {
  size: filter_head.size,
  encode(value, where) {
    check_object(value, where);
    const sources = filter_sources.encode(value.gf_slist, `${where}.gf_slist`);
    return Buffer.concat([filter_head.encode({ ...value, gf_numsrc: value.gf_slist.length }, where), sources]);
  },
  decode(bytes) {
    const { gf_numsrc, ...value } = filter_head.decode(bytes);
    const sources = part(bytes, filter_head.size, filter_head.size + (gf_numsrc ?? 0) * sockaddr_storage.size);
    return { ...value, gf_slist: filter_sources.decode(sources) };
  },
};
