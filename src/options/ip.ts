// ip(7)
import { whole } from '../codec/control.js';
import { uint32 } from '../codec/integer.js';
import { type Codec, flag, int } from '../codec/struct.js';
import { IPPROTO_IP } from '../level.js';
import { in_pktinfo } from '../structs/pktinfo.js';
import { sock_extended_err } from '../structs/sock-extended-err.js';
import { also_cmsg, option, option_of_both } from './describe.js';
import {
  group_filter,
  group_req,
  group_source_req,
  ip_membership,
  ip_mreq_source,
  ip_msfilter,
  multicast_interface,
} from './membership.js';
import { bytes, network_int, opaque, sockaddr_in } from './values.js';

/** The kernel puts IP_TOS into one byte. */
const tos: Codec<number> = { ...int, least: 1 };

/** Join a group: its packets arrive, whoever sends them. */
export const IP_ADD_MEMBERSHIP = option(IPPROTO_IP, 'IP_ADD_MEMBERSHIP', ip_membership, 'w');
/** Join a group, for the packets of one source; once more, of another one too. */
export const IP_ADD_SOURCE_MEMBERSHIP = option(IPPROTO_IP, 'IP_ADD_SOURCE_MEMBERSHIP', ip_mreq_source, 'w');
/** Let bind(2) with port 0 leave the port to connect(2), so that many connections may share one. Linux 4.2 */
export const IP_BIND_ADDRESS_NO_PORT = option(IPPROTO_IP, 'IP_BIND_ADDRESS_NO_PORT', flag, 'rw');
/** Keep out one source of a group that was joined. */
export const IP_BLOCK_SOURCE = option(IPPROTO_IP, 'IP_BLOCK_SOURCE', ip_mreq_source, 'w');
/** Datagrams bring the sum of their bytes, as the control message, for a receiver that checks them. Of UDP. Linux 4.0 */
export const IP_CHECKSUM = also_cmsg(option(IPPROTO_IP, 'IP_CHECKSUM', flag, 'rw'), IPPROTO_IP, whole(uint32), 'r');
/** Leave a group. */
export const IP_DROP_MEMBERSHIP = option(IPPROTO_IP, 'IP_DROP_MEMBERSHIP', ip_membership, 'w');
/** Leave one source of a group. */
export const IP_DROP_SOURCE_MEMBERSHIP = option(IPPROTO_IP, 'IP_DROP_SOURCE_MEMBERSHIP', ip_mreq_source, 'w');
/** bind(2) may take an address that no interface has (yet). */
export const IP_FREEBIND = option(IPPROTO_IP, 'IP_FREEBIND', flag, 'rw');
/** The sender writes the header of IP. Of raw(7) sockets. */
export const IP_HDRINCL = option(IPPROTO_IP, 'IP_HDRINCL', flag, 'rw');
/** The local ports that bind(2) and connect(2) choose from: the lowest in the low 16 bits, the highest in the high ones, 0 for the system's. Linux 6.3 */
export const IP_LOCAL_PORT_RANGE = option(IPPROTO_IP, 'IP_LOCAL_PORT_RANGE', uint32, 'rw');
/** The least time to live that an arriving packet of the connection must have, 0 for any: RFC 5082. Linux 2.6.34 */
export const IP_MINTTL = option(IPPROTO_IP, 'IP_MINTTL', int, 'rw');
/** All the sources of a group that are let through, or kept out. To read it back is refused: its count of sources, and not its length, tells the kernel how much to write. */
export const IP_MSFILTER = option(IPPROTO_IP, 'IP_MSFILTER', ip_msfilter, 'w');
/** The path MTU of a connected socket, bytes. */
export const IP_MTU = option(IPPROTO_IP, 'IP_MTU', bytes, 'r');
/** `IP_PMTUDISC_DONT`, `IP_PMTUDISC_WANT`, ... */
export const IP_MTU_DISCOVER = option(IPPROTO_IP, 'IP_MTU_DISCOVER', int, 'rw');
/** Datagrams of groups that another socket joined arrive too. Linux 2.6.31 */
export const IP_MULTICAST_ALL = option(IPPROTO_IP, 'IP_MULTICAST_ALL', flag, 'rw');
/** The interface that datagrams to groups leave by: one of its addresses, or set by index, `{ imr_ifindex: 1 }`. */
export const IP_MULTICAST_IF = option(IPPROTO_IP, 'IP_MULTICAST_IF', multicast_interface, 'rw');
/** Datagrams to groups come back to this machine. */
export const IP_MULTICAST_LOOP = option(IPPROTO_IP, 'IP_MULTICAST_LOOP', flag, 'rw');
/** Time to live of datagrams to groups, 0 to 255; -1 sets 1. */
export const IP_MULTICAST_TTL = option(IPPROTO_IP, 'IP_MULTICAST_TTL', int, 'rw');
/** Leave packets in their fragments. Of raw(7) sockets. Linux 2.6.36 */
export const IP_NODEFRAG = option(IPPROTO_IP, 'IP_NODEFRAG', flag, 'rw');
/** The options in the header of each packet that is sent, 40 bytes at most. */
export const IP_OPTIONS = option(IPPROTO_IP, 'IP_OPTIONS', opaque(40), 'rw');
/** Datagrams bring `SCM_SECURITY`, the label of who sent them. Linux 2.6.17 */
export const IP_PASSSEC = option(IPPROTO_IP, 'IP_PASSSEC', flag, 'rw');
/** Datagrams bring where they arrived. That is the control message; sent, it says where one is to leave. */
export const IP_PKTINFO = also_cmsg(option(IPPROTO_IP, 'IP_PKTINFO', flag, 'rw'), IPPROTO_IP, whole(in_pktinfo), 'rw');
/** Of a stream: the latest control messages that {@link IP_PKTINFO} and its like asked for, one behind the other. Linux puts no more than 1024 bytes here. */
export const IP_PKTOPTIONS = option(IPPROTO_IP, 'IP_PKTOPTIONS', opaque(1024), 'r');
/** Queue errors, to be read with `MSG_ERRQUEUE`. Each brings a control message that says what it was and who reported it. */
export const IP_RECVERR = also_cmsg(
  option(IPPROTO_IP, 'IP_RECVERR', flag, 'rw'),
  IPPROTO_IP,
  whole(sock_extended_err),
  'r',
);
/** Errors bring more of the packet that they are about: RFC 4884. Linux 5.9 */
export const IP_RECVERR_RFC4884 = option(IPPROTO_IP, 'IP_RECVERR_RFC4884', flag, 'rw');
/** Datagrams that came in fragments bring the size of the largest, as the control message. Linux 4.10 */
export const IP_RECVFRAGSIZE = also_cmsg(
  option(IPPROTO_IP, 'IP_RECVFRAGSIZE', flag, 'rw'),
  IPPROTO_IP,
  whole(int),
  'r',
);
/** Datagrams bring the options of their header, as the control message. */
export const IP_RECVOPTS = also_cmsg(option(IPPROTO_IP, 'IP_RECVOPTS', flag, 'rw'), IPPROTO_IP, opaque(40), 'r');
/** Datagrams bring the address that they were sent to before netfilter redirected them. That is the control message, `IP_ORIGDSTADDR` in C. Linux 2.6.29 */
export const IP_RECVORIGDSTADDR = also_cmsg(
  option(IPPROTO_IP, 'IP_RECVORIGDSTADDR', flag, 'rw'),
  IPPROTO_IP,
  whole(sockaddr_in),
  'r',
);
/** Datagrams bring {@link IP_TOS}. */
export const IP_RECVTOS = option(IPPROTO_IP, 'IP_RECVTOS', flag, 'rw');
/** Datagrams bring {@link IP_TTL}. */
export const IP_RECVTTL = option(IPPROTO_IP, 'IP_RECVTTL', flag, 'rw');
/** {@link IP_RECVOPTS}, with the options turned round for the way back. */
export const IP_RETOPTS = also_cmsg(option(IPPROTO_IP, 'IP_RETOPTS', flag, 'rw'), IPPROTO_IP, opaque(40), 'rw');
/** {@link IP_RETOPTS} by another name. */
export const IP_RECVRETOPTS: typeof IP_RETOPTS = IP_RETOPTS;
/** Every packet with the router alert option arrives here. Of raw(7) sockets. */
export const IP_ROUTER_ALERT = option(IPPROTO_IP, 'IP_ROUTER_ALERT', flag, 'rw');
/** The type-of-service byte: `IPTOS_LOWDELAY`, ... As a control message, of one packet. */
export const IP_TOS = also_cmsg(option(IPPROTO_IP, 'IP_TOS', int, 'rw'), IPPROTO_IP, tos, 'rw');
/** The socket may have addresses that are not of this machine, and take packets that are redirected to it. It takes CAP_NET_ADMIN or CAP_NET_RAW. Linux 2.6.28 */
export const IP_TRANSPARENT = option(IPPROTO_IP, 'IP_TRANSPARENT', flag, 'rw');
/** Time to live, 1 to 255; -1 sets the system's default. As a control message, of one packet. */
export const IP_TTL = also_cmsg(option(IPPROTO_IP, 'IP_TTL', int, 'rw'), IPPROTO_IP, whole(int), 'rw');
/** Let in again a source that {@link IP_BLOCK_SOURCE} kept out. */
export const IP_UNBLOCK_SOURCE = option(IPPROTO_IP, 'IP_UNBLOCK_SOURCE', ip_mreq_source, 'w');
/** The index of the interface that datagrams to one host leave by, 0 for the route's. Linux 3.4 */
export const IP_UNICAST_IF = option(IPPROTO_IP, 'IP_UNICAST_IF', network_int, 'rw');

// netfilter: linux/netfilter_ipv4.h

/** Where a connection was to go before netfilter redirected it here. */
export const SO_ORIGINAL_DST = option(IPPROTO_IP, 'SO_ORIGINAL_DST', sockaddr_in, 'r');

// RFC 3678

/** Keep out one source of a group that was joined. */
export const MCAST_BLOCK_SOURCE = option_of_both('MCAST_BLOCK_SOURCE', group_source_req, 'w');
/** Join a group of either family. Of `IPPROTO_IP` and `IPPROTO_IPV6`, as all of RFC 3678. */
export const MCAST_JOIN_GROUP = option_of_both('MCAST_JOIN_GROUP', group_req, 'w');
/** Join a group, for the packets of one source; once more, of another one too. */
export const MCAST_JOIN_SOURCE_GROUP = option_of_both('MCAST_JOIN_SOURCE_GROUP', group_source_req, 'w');
/** Leave a group. */
export const MCAST_LEAVE_GROUP = option_of_both('MCAST_LEAVE_GROUP', group_req, 'w');
/** Leave one source of a group. */
export const MCAST_LEAVE_SOURCE_GROUP = option_of_both('MCAST_LEAVE_SOURCE_GROUP', group_source_req, 'w');
/** All the sources of a group that are let through, or kept out. To read it back is refused, as {@link IP_MSFILTER} is. */
export const MCAST_MSFILTER = option_of_both('MCAST_MSFILTER', group_filter, 'w');
/** Let in again a source that {@link MCAST_BLOCK_SOURCE} kept out. */
export const MCAST_UNBLOCK_SOURCE = option_of_both('MCAST_UNBLOCK_SOURCE', group_source_req, 'w');
