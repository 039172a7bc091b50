// The sockets of AF_INET and AF_INET6: linux/inet_diag.h.

import { uint32, uint64 } from '../codec/integer.js';
import { text } from '../codec/struct.js';
import {
  INET_DIAG_BBRINFO,
  INET_DIAG_CGROUP_ID,
  INET_DIAG_CLASS_ID,
  INET_DIAG_CONG,
  INET_DIAG_DCTCPINFO,
  INET_DIAG_INFO,
  INET_DIAG_MARK,
  INET_DIAG_MEMINFO,
  INET_DIAG_PAD,
  INET_DIAG_PROTOCOL,
  INET_DIAG_SHUTDOWN,
  INET_DIAG_SKMEMINFO,
  INET_DIAG_SKV6ONLY,
  INET_DIAG_SOCKOPT,
  INET_DIAG_TCLASS,
  INET_DIAG_TOS,
  INET_DIAG_ULP_INFO,
  INET_DIAG_VEGASINFO,
  INET_ULP_INFO_NAME,
} from '../constants.js';
import { field_of, layout, offset_of } from '../headers.js';
import { IPPROTO_TCP } from '../level.js';
import { type TcpInfo, tcp_info } from '../structs/tcp-info.js';
import { field, type Rows, read_attributes, rest } from './attributes.js';
import { cookie_of, type SkMeminfo, type SocketCore, sk_meminfo } from './core.js';
import {
  type InetDiagMeminfo,
  type InetDiagSockopt,
  inet_diag_meminfo,
  inet_diag_sockopt,
  inet_sockaddr,
  type TcpBbrInfo,
  type TcpDctcpInfo,
  type TcpVegasInfo,
  tcp_bbr_info,
  tcp_dctcp_info,
  tcpvegas_info,
} from './inet-diag-structs.js';
import { nlattrs } from './nlmsghdr.js';

/** The further fields that {@link sock_diag} returns for sockets of `AF_INET` and `AF_INET6`. */
export interface InetDiag extends InetAttributes {
  /** `IPPROTO_TCP`, `IPPROTO_UDP`, ...: the protocol in the request. */
  readonly protocol: number;
  /** The index of the interface that the socket is bound to; 0 for none. */
  readonly interface: number;
  /** The active timer: 0 none, 1 retransmission, 2 keepalive, 3 TIME_WAIT, 4 zero window probe. */
  readonly timer: number;
  /** The number of times that the timer expired without success. */
  readonly retrans: number;
  /** Milliseconds until the timer expires. */
  readonly expires: number;
  /** The user ID of the creator of the socket. */
  readonly uid: number;
}

/** Each field is present if the kernel sent it. */
export interface InetAttributes {
  readonly meminfo: InetDiagMeminfo;
  /** For TCP, the same as {@link TCP_INFO}, also for connections of other processes. */
  readonly tcp_info: TcpInfo;
  /** The TCP congestion control algorithm: `'cubic'`. */
  readonly cong: string;
  /** With congestion control by vegas, or another algorithm that reports the same. */
  readonly vegasinfo: TcpVegasInfo;
  /** With congestion control by dctcp. */
  readonly dctcpinfo: TcpDctcpInfo;
  /** With congestion control by bbr. */
  readonly bbrinfo: TcpBbrInfo;
  /** {@link IP_TOS} */
  readonly tos: number;
  /** {@link IPV6_TCLASS} */
  readonly tclass: number;
  readonly skmeminfo: SkMeminfo;
  /** The directions that were shut down: 1 receiving, 2 sending, or-ed. */
  readonly shutdown: number;
  /** {@link IPV6_V6ONLY}, 0 or 1. */
  readonly skv6only: number;
  /** {@link SO_MARK}. Needs CAP_NET_ADMIN. */
  readonly mark: number;
  /** The class ID of the net_cls control group, or the priority of the socket if there is none. */
  readonly class_id: number;
  /** The upper layer protocol: `'tls'`, `'mptcp'`. */
  readonly ulp_name: string;
  /** The inode of the control group. */
  readonly cgroup_id: bigint;
  readonly sockopt: InetDiagSockopt;
}

const first_byte = ([byte = 0]: Uint8Array) => byte;
const name = text(64);

const rows: Rows<Omit<InetAttributes, 'tcp_info'>> = {
  meminfo: [INET_DIAG_MEMINFO, inet_diag_meminfo.decode],
  cong: [INET_DIAG_CONG, name.decode],
  vegasinfo: [INET_DIAG_VEGASINFO, tcpvegas_info.decode],
  dctcpinfo: [INET_DIAG_DCTCPINFO, tcp_dctcp_info.decode],
  bbrinfo: [INET_DIAG_BBRINFO, tcp_bbr_info.decode],
  tos: [INET_DIAG_TOS, first_byte],
  tclass: [INET_DIAG_TCLASS, first_byte],
  skmeminfo: [INET_DIAG_SKMEMINFO, sk_meminfo],
  shutdown: [INET_DIAG_SHUTDOWN, first_byte],
  skv6only: [INET_DIAG_SKV6ONLY, first_byte],
  mark: [INET_DIAG_MARK, uint32.decode],
  class_id: [INET_DIAG_CLASS_ID, uint32.decode],
  ulp_name: [INET_DIAG_ULP_INFO, (value) => name.decode(nlattrs(value).get(INET_ULP_INFO_NAME) ?? new Uint8Array(0))],
  cgroup_id: [INET_DIAG_CGROUP_ID, uint64.decode],
  sockopt: [INET_DIAG_SOCKOPT, inet_diag_sockopt.decode],
};

/** The struct in INET_DIAG_INFO depends on the protocol. */
const tcp_rows: Rows<InetAttributes> = { ...rows, tcp_info: [INET_DIAG_INFO, tcp_info.decode] };

const msg = {
  size: layout('inet_diag_msg').size,
  family: field_of('inet_diag_msg', 'idiag_family'),
  state: field_of('inet_diag_msg', 'idiag_state'),
  timer: field_of('inet_diag_msg', 'idiag_timer'),
  retrans: field_of('inet_diag_msg', 'idiag_retrans'),
  id: offset_of('inet_diag_msg', 'id'),
  expires: field_of('inet_diag_msg', 'idiag_expires'),
  rqueue: field_of('inet_diag_msg', 'idiag_rqueue'),
  wqueue: field_of('inet_diag_msg', 'idiag_wqueue'),
  uid: field_of('inet_diag_msg', 'idiag_uid'),
  inode: field_of('inet_diag_msg', 'idiag_inode'),
};

const id = {
  size: layout('inet_diag_sockid').size,
  sport: offset_of('inet_diag_sockid', 'idiag_sport'),
  dport: offset_of('inet_diag_sockid', 'idiag_dport'),
  src: offset_of('inet_diag_sockid', 'idiag_src'),
  dst: offset_of('inet_diag_sockid', 'idiag_dst'),
  interface: field_of('inet_diag_sockid', 'idiag_if'),
  cookie: offset_of('inet_diag_sockid', 'idiag_cookie'),
};

/** `struct inet_diag_msg` and its attributes. */
export function decode_inet(payload: Uint8Array, protocol: number): (SocketCore & Partial<InetDiag>) | undefined {
  if (payload.length < msg.size) return undefined;
  const found = nlattrs(payload, msg.size);
  found.delete(INET_DIAG_PAD);
  found.delete(INET_DIAG_PROTOCOL); // the protocol in the request
  const attributes = protocol === IPPROTO_TCP ? read_attributes(tcp_rows, found) : read_attributes(rows, found);
  const socket = payload.subarray(msg.id, msg.id + id.size);
  const family = field(payload, msg.family);
  const device = field(socket, id.interface);
  return {
    family,
    protocol,
    state: field(payload, msg.state),
    src: inet_sockaddr(family, socket.subarray(id.sport), socket.subarray(id.src), device),
    dst: inet_sockaddr(family, socket.subarray(id.dport), socket.subarray(id.dst), device),
    inode: field(payload, msg.inode),
    cookie: cookie_of(socket, id.cookie),
    rqueue: field(payload, msg.rqueue),
    wqueue: field(payload, msg.wqueue),
    uid: field(payload, msg.uid),
    interface: device,
    timer: field(payload, msg.timer),
    retrans: field(payload, msg.retrans),
    expires: field(payload, msg.expires),
    ...attributes,
    attributes: rest(found),
  };
}
