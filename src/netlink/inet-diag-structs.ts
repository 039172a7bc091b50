// C's structs in the attributes of linux/inet_diag.h.

import { type Codec, struct, write_field } from '../codec/struct.js';
import { AF_INET, AF_INET6 } from '../constants.js';
import type { SockAddr } from '../sockaddr/address.js';
import { in4, in6, sa_family, sin_addr, sin_port, sin6_addr, sin6_port, sin6_scope_id } from '../sockaddr/layout.js';
import { sockaddr } from '../sockaddr/sockaddr.js';

/** The memory use of a socket, in bytes: receive queue, send queue, reserved, and passed to the lower layers. `SkMeminfo` has more. */
export interface InetDiagMeminfo {
  idiag_rmem: number;
  idiag_wmem: number;
  idiag_fmem: number;
  idiag_tmem: number;
}

/** Options of the socket, each 0 or 1. */
export interface InetDiagSockopt {
  /** {@link IP_RECVERR} */
  recverr: number;
  /** 1 for a connection-oriented socket. */
  is_icsk: number;
  freebind: number;
  hdrincl: number;
  mc_loop: number;
  transparent: number;
  mc_all: number;
  nodefrag: number;
  bind_address_no_port: number;
  recverr_rfc4884: number;
  /** {@link TCP_FASTOPEN} defers the connection until there is data. */
  defer_connect: number;
}

/** The state of congestion control by vegas, westwood and similar algorithms. */
export interface TcpVegasInfo {
  tcpv_enabled: number;
  tcpv_rttcnt: number;
  /** µs */
  tcpv_rtt: number;
  /** µs */
  tcpv_minrtt: number;
}

/** The state of congestion control by dctcp. */
export interface TcpDctcpInfo {
  dctcp_enabled: number;
  dctcp_ce_state: number;
  dctcp_alpha: number;
  dctcp_ab_ecn: number;
  dctcp_ab_tot: number;
}

/** The state of congestion control by bbr. */
export interface TcpBbrInfo {
  /** The estimated bandwidth in bytes per second: the low 32 bits. */
  bbr_bw_lo: number;
  /** The high 32 bits of the estimated bandwidth. */
  bbr_bw_hi: number;
  /** µs */
  bbr_min_rtt: number;
  /** In units of 1/256. */
  bbr_pacing_gain: number;
  /** In units of 1/256. */
  bbr_cwnd_gain: number;
}

/** The codec of {@link InetDiagMeminfo}. */
export const inet_diag_meminfo: Codec<InetDiagMeminfo> = struct('inet_diag_meminfo');
/** The codec of {@link InetDiagSockopt}. */
export const inet_diag_sockopt: Codec<InetDiagSockopt> = struct('inet_diag_sockopt');
/** The codec of {@link TcpVegasInfo}. */
export const tcpvegas_info: Codec<TcpVegasInfo> = struct('tcpvegas_info');
/** The codec of {@link TcpDctcpInfo}. */
export const tcp_dctcp_info: Codec<TcpDctcpInfo> = struct('tcp_dctcp_info');
/** The codec of {@link TcpBbrInfo}. */
export const tcp_bbr_info: Codec<TcpBbrInfo> = struct('tcp_bbr_info');

/** An address that begins with its port, in network order, from the words of `struct inet_diag_sockid`. */
export function inet_sockaddr(family: number, port: Uint8Array, addr: Uint8Array, device: number): SockAddr {
  const six = family === AF_INET6;
  const bytes = new Uint8Array(six ? in6.size : in4.size);
  write_field(bytes, sa_family, six ? AF_INET6 : AF_INET, 'family');
  bytes.set(port.subarray(0, 2), six ? sin6_port : sin_port);
  bytes.set(addr.subarray(0, six ? 16 : 4), six ? sin6_addr : sin_addr);
  // A link-local address has a scope ID, as from getsockname(2).
  if (six && addr[0] === 0xfe && ((addr[1] ?? 0) & 0xc0) === 0x80) {
    write_field(bytes, sin6_scope_id, device, 'sin6_scope_id');
  }
  return sockaddr(bytes);
}
