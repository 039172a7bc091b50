// Multipath TCP: Documentation/networking/mptcp.rst

import { type Codec, list, padded, read_field, struct } from '../codec/struct.js';
import { AF_INET } from '../constants.js';
import { field_of, layout } from '../headers.js';
import { SOL_MPTCP } from '../level.js';
import type { SockAddr } from '../sockaddr/address.js';
import { sockaddr } from '../sockaddr/sockaddr.js';
import { type TcpInfo, tcp_info } from '../structs/tcp-info.js';
import { option } from './describe.js';
import { told } from './values.js';

/** The state of a Multipath TCP connection. */
export interface MptcpInfo {
  /** Subflows besides the first. */
  mptcpi_subflows: number;
  mptcpi_add_addr_signal: number;
  mptcpi_add_addr_accepted: number;
  mptcpi_subflows_max: number;
  mptcpi_add_addr_signal_max: number;
  mptcpi_add_addr_accepted_max: number;
  /** `MPTCP_INFO_FLAG_FALLBACK`, `MPTCP_INFO_FLAG_REMOTE_KEY_RECEIVED`, or-ed. */
  mptcpi_flags: number;
  mptcpi_token: number;
  mptcpi_write_seq: number;
  mptcpi_snd_una: number;
  mptcpi_rcv_nxt: number;
  mptcpi_local_addr_used: number;
  mptcpi_local_addr_max: number;
  mptcpi_csum_enabled: number;
}

/** The addresses of one subflow. */
export interface MptcpSubflowAddrs {
  local: SockAddr;
  remote: SockAddr;
}

/** The codec of {@link MptcpInfo}. */
export const mptcp_info: Codec<MptcpInfo> = struct('mptcp_info');

/** The header of the list, in both directions: the sizes of an entry for the kernel and for this package, and the number of entries. */
interface SubflowData {
  size_subflow_data: number;
  num_subflows: number;
  size_kernel: number;
  size_user: number;
}
const head = struct<SubflowData>('mptcp_subflow_data');

/** The maximum number of subflows: MPTCP_SUBFLOWS_MAX of net/mptcp/protocol.h, plus the first subflow. */
const room = 9;

/** One value for each subflow. */
function of_subflows<V>(codec: Codec<V>): Codec<readonly V[]> {
  const all = list(codec, room);
  const asked = { size_subflow_data: head.size, num_subflows: 0, size_kernel: 0, size_user: codec.size };
  const decode = (bytes: Uint8Array) => {
    const { num_subflows } = head.decode(bytes);
    return all.decode(bytes.subarray(head.size, head.size + Math.min(num_subflows, room) * codec.size));
  };
  return { ...told(head.size + all.size, decode), ask: head.encode(asked, 'asked') };
}

/** An address from a union of an IPv4 and an IPv6 address. */
function address(bytes: Uint8Array): SockAddr {
  const family = read_field(bytes, field_of('sockaddr', 'sa_family'));
  return sockaddr(bytes.subarray(0, layout(family === AF_INET ? 'sockaddr_in' : 'sockaddr_in6').size));
}

const storage = layout('sockaddr_storage').size;
const addresses = told<MptcpSubflowAddrs>(2 * storage, (bytes) => ({
  local: address(bytes),
  remote: address(bytes.subarray(storage)),
}));
/** A kernel with a shorter struct tcp_info writes fewer bytes of each, followed by zeros. */
const subflow_info = told<TcpInfo>(tcp_info.size, (bytes) => tcp_info.decode(padded(bytes, tcp_info.size)));

const tcp_infos = of_subflows(subflow_info);
const subflow_addrs = of_subflows(addresses);

// Not here: MPTCP_FULL_INFO, whose value contains pointers to which the kernel writes; getsockopt refuses it.

/** The state of the whole connection. Linux 5.16 */
export const MPTCP_INFO = option(SOL_MPTCP, 'MPTCP_INFO', mptcp_info, 'r');
/** The addresses of each subflow. Linux 5.16 */
export const MPTCP_SUBFLOW_ADDRS = option(SOL_MPTCP, 'MPTCP_SUBFLOW_ADDRS', subflow_addrs, 'r');
/** The state of each subflow, as `TCP_INFO` has it. Linux 5.16 */
export const MPTCP_TCPINFO = option(SOL_MPTCP, 'MPTCP_TCPINFO', tcp_infos, 'r');
