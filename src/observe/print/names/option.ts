import { type Names, values } from '../xlat.js';
import {
  get_ip_options,
  get_ipv6_options,
  get_socket_options,
  ip_options,
  ipv6_options,
  set_ip_options,
  set_ipv6_options,
  socket_options,
  tcp_options,
  udp_options,
} from './option-internet.js';
import {
  alg_options,
  ax25_options,
  bluetooth_options,
  caif_options,
  can_raw_options,
  dccp_options,
  ipx_options,
  irda_options,
  iucv_options,
  kcm_options,
  llc_options,
  netlink_options,
  nfc_options,
  packet_options,
  pnpipe_options,
  pppol2tp_options,
  raw_options,
  rds_options,
  rxrpc_options,
  sctp_options,
  tipc_options,
  tls_options,
  vsock_options,
  xdp_options,
} from './option-other.js';

/** The level of getsockopt(2), setsockopt(2) and of control messages. */
export const levels = values(`
  0 SOL_IP SOL_SOCKET 6 SOL_TCP 17 SOL_UDP 40 AF_VSOCK SOL_IPV6 58 SOL_ICMPV6 100 SOL_CAN_BASE SOL_CAN_RAW
  132 SOL_SCTP 136 SOL_UDPLITE 255 SOL_RAW SOL_IPX SOL_AX25 SOL_ATALK SOL_NETROM SOL_ROSE SOL_DECNET SOL_X25
  SOL_PACKET SOL_ATM SOL_AAL SOL_IRDA SOL_NETBEUI SOL_LLC SOL_DCCP SOL_NETLINK SOL_TIPC SOL_RXRPC SOL_PPPOL2TP
  SOL_BLUETOOTH SOL_PNPIPE SOL_RDS SOL_IUCV SOL_CAIF SOL_ALG SOL_NFC SOL_KCM SOL_TLS SOL_XDP
`);

/** cmsg_type at SOL_SOCKET */
export const socket_controls = values(`
  1 SCM_RIGHTS SCM_CREDENTIALS SCM_SECURITY 29 SO_TIMESTAMP_OLD 35 SO_TIMESTAMPNS_OLD 37 SO_TIMESTAMPING_OLD
  41 SO_WIFI_STATUS 54 SCM_TIMESTAMPING_OPT_STATS 58 SCM_TIMESTAMPING_PKTINFO 61 SO_TXTIME 63 SO_TIMESTAMP_NEW
  SO_TIMESTAMPNS_NEW SO_TIMESTAMPING_NEW
`);

/** cmsg_type at SOL_IP */
export const ip_controls = values(`
  1 IP_TOS IP_TTL SCM_SECURITY 6 IP_RECVOPTS IP_RETOPTS IP_PKTINFO 11 IP_RECVERR 20 IP_ORIGDSTADDR 23 IP_CHECKSUM
`);

/** SO_TXREHASH */
export const txrehash = values(`
  0 SOCK_TXREHASH_DISABLED SOCK_TXREHASH_ENABLED 255 SOCK_TXREHASH_DEFAULT
`);

interface Options {
  /** strace's placeholder for an unknown number. */
  readonly unknown: string;
  readonly names: Names;
  /** Names of getsockopt only, and of setsockopt only: looked up after the others. */
  readonly get?: Names;
  readonly set?: Names;
}

/** The options of each level that strace knows. Those of any other are printed as decimal numbers. */
export const option_tables: ReadonlyMap<number, Options> = new Map<number, Options>([
  [0, { unknown: 'IP_???', names: ip_options, get: get_ip_options, set: set_ip_options }],
  [1, { unknown: 'SO_???', names: socket_options, get: get_socket_options }],
  [6, { unknown: 'TCP_???', names: tcp_options }],
  [17, { unknown: 'UDP_???', names: udp_options }],
  [40, { unknown: 'SO_VM_???', names: vsock_options }],
  [41, { unknown: 'IPV6_???', names: ipv6_options, get: get_ipv6_options, set: set_ipv6_options }],
  [101, { unknown: 'CAN_RAW_???', names: can_raw_options }],
  [132, { unknown: 'SCTP_???', names: sctp_options }],
  [255, { unknown: 'RAW_???', names: raw_options }],
  [256, { unknown: 'IPX_???', names: ipx_options }],
  [257, { unknown: 'AX25_???', names: ax25_options }],
  [263, { unknown: 'PACKET_???', names: packet_options }],
  [266, { unknown: 'IRLMP_???', names: irda_options }],
  [268, { unknown: 'LLC_OPT_???', names: llc_options }],
  [269, { unknown: 'DCCP_SOCKOPT_???', names: dccp_options }],
  [270, { unknown: 'NETLINK_???', names: netlink_options }],
  [271, { unknown: 'TIPC_???', names: tipc_options }],
  [272, { unknown: 'RXRPC_???', names: rxrpc_options }],
  [273, { unknown: 'PPPOL2TP_SO_???', names: pppol2tp_options }],
  [274, { unknown: 'BT_???', names: bluetooth_options }],
  [275, { unknown: 'PNPIPE_???', names: pnpipe_options }],
  [276, { unknown: 'RDS_???', names: rds_options }],
  [277, { unknown: 'SO_???', names: iucv_options }],
  [278, { unknown: 'CAIFSO_???', names: caif_options }],
  [279, { unknown: 'ALG_???', names: alg_options }],
  [280, { unknown: 'NFC_LLCP_???', names: nfc_options }],
  [281, { unknown: 'KCM_???', names: kcm_options }],
  [282, { unknown: 'TLS_???', names: tls_options }],
  [283, { unknown: 'XDP_???', names: xdp_options }],
]);
