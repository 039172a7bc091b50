// The structs that are values of ipv6(7)'s options.

import { type Codec, struct } from '../codec/struct.js';
import type { SockAddr } from '../sockaddr/address.js';
import { in6_addr, network_int, sockaddr_in6 } from './values.js';

/** A request to lease or release a flow label: RFC 6437. */
export interface In6FlowlabelReq {
  /** The destination of the flow. */
  flr_dst: string;
  /** The label, 20 bits. 0 requests a new one, which the kernel writes into the option's value: pass the value as bytes to read the label from them. */
  flr_label: number;
  /** `IPV6_FL_A_GET`, `IPV6_FL_A_PUT`, `IPV6_FL_A_RENEW`. */
  flr_action: number;
  /** Who may share the label: `IPV6_FL_S_EXCL`, `IPV6_FL_S_PROCESS`, `IPV6_FL_S_USER`, `IPV6_FL_S_ANY`. */
  flr_share: number;
  /** `IPV6_FL_F_CREATE`, `IPV6_FL_F_EXCL`, ..., or-ed. */
  flr_flags: number;
  /** Seconds until the lease expires. */
  flr_expires: number;
  /** Seconds that the label stays reserved after it is released. */
  flr_linger: number;
}

/** A path and its MTU. */
export interface Ip6Mtuinfo {
  ip6m_addr: SockAddr;
  /** Bytes. */
  ip6m_mtu: number;
}

/** The codec of {@link In6FlowlabelReq}. */
export const in6_flowlabel_req: Codec<In6FlowlabelReq> = struct('in6_flowlabel_req', {
  flr_dst: in6_addr,
  flr_label: network_int,
});
/** The codec of {@link Ip6Mtuinfo}. */
export const ip6_mtuinfo: Codec<Ip6Mtuinfo> = struct('ip6_mtuinfo', { ip6m_addr: sockaddr_in6 });
