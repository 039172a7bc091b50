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

/** The kernel passes IP_TOS as one byte. */
const tos: Codec<number> = { ...int, least: 1 };

/** Joins a multicast group, for packets from any source. */
export const IP_ADD_MEMBERSHIP = option(IPPROTO_IP, 'IP_ADD_MEMBERSHIP', ip_membership, 'w');
/** Joins a multicast group, for packets from one source. Set it again to add another source. */
export const IP_ADD_SOURCE_MEMBERSHIP = option(IPPROTO_IP, 'IP_ADD_SOURCE_MEMBERSHIP', ip_mreq_source, 'w');
/** bind(2) with port 0 leaves the choice of the port to connect(2), so that connections to different peers can share a port. Linux 4.2 */
export const IP_BIND_ADDRESS_NO_PORT = option(IPPROTO_IP, 'IP_BIND_ADDRESS_NO_PORT', flag, 'rw');
/** Blocks one source of a joined group. */
export const IP_BLOCK_SOURCE = option(IPPROTO_IP, 'IP_BLOCK_SOURCE', ip_mreq_source, 'w');
/** Received UDP datagrams carry a control message with the checksum of their payload, so that the receiver can verify it. Linux 4.0 */
export const IP_CHECKSUM = also_cmsg(option(IPPROTO_IP, 'IP_CHECKSUM', flag, 'rw'), IPPROTO_IP, whole(uint32), 'r');
/** Leaves a multicast group. */
export const IP_DROP_MEMBERSHIP = option(IPPROTO_IP, 'IP_DROP_MEMBERSHIP', ip_membership, 'w');
/** Drops one source of a joined group. */
export const IP_DROP_SOURCE_MEMBERSHIP = option(IPPROTO_IP, 'IP_DROP_SOURCE_MEMBERSHIP', ip_mreq_source, 'w');
/** Allows bind(2) to an address that no interface has (yet). */
export const IP_FREEBIND = option(IPPROTO_IP, 'IP_FREEBIND', flag, 'rw');
/** The program supplies the IP header of each packet that it sends. For raw(7) sockets. */
export const IP_HDRINCL = option(IPPROTO_IP, 'IP_HDRINCL', flag, 'rw');
/**
 * The range of local ports that bind(2) and connect(2) choose from: the lower bound in the low 16 bits, the upper bound in the high 16 bits;
 * 0 is the system's bound. Linux 6.3
 */
export const IP_LOCAL_PORT_RANGE = option(IPPROTO_IP, 'IP_LOCAL_PORT_RANGE', uint32, 'rw');
/** The minimum time to live of received packets of the connection; 0 accepts any. RFC 5082. Linux 2.6.34 */
export const IP_MINTTL = option(IPPROTO_IP, 'IP_MINTTL', int, 'rw');
/**
 * The whole list of sources of a group that are accepted, or blocked. It cannot be read, because the kernel would write as many sources as the
 * count in the value says, whatever the length of the buffer.
 */
export const IP_MSFILTER = option(IPPROTO_IP, 'IP_MSFILTER', ip_msfilter, 'w');
/** The path MTU of a connected socket, in bytes. */
export const IP_MTU = option(IPPROTO_IP, 'IP_MTU', bytes, 'r');
/** Path MTU discovery: `IP_PMTUDISC_DONT`, `IP_PMTUDISC_WANT`, ... */
export const IP_MTU_DISCOVER = option(IPPROTO_IP, 'IP_MTU_DISCOVER', int, 'rw');
/** Delivers datagrams of groups that other sockets joined, too. Linux 2.6.31 */
export const IP_MULTICAST_ALL = option(IPPROTO_IP, 'IP_MULTICAST_ALL', flag, 'rw');
/** The outgoing interface for multicast datagrams: one of its addresses. Can be set by index too: `{ imr_ifindex: 1 }`. */
export const IP_MULTICAST_IF = option(IPPROTO_IP, 'IP_MULTICAST_IF', multicast_interface, 'rw');
/** Loops sent multicast datagrams back to this machine. */
export const IP_MULTICAST_LOOP = option(IPPROTO_IP, 'IP_MULTICAST_LOOP', flag, 'rw');
/** The time to live of sent multicast datagrams, 0 to 255; -1 sets 1. */
export const IP_MULTICAST_TTL = option(IPPROTO_IP, 'IP_MULTICAST_TTL', int, 'rw');
/** Disables the reassembly of outgoing packets in netfilter. For raw(7) sockets. Linux 2.6.36 */
export const IP_NODEFRAG = option(IPPROTO_IP, 'IP_NODEFRAG', flag, 'rw');
/** The IP options of each sent packet, at most 40 bytes. */
export const IP_OPTIONS = option(IPPROTO_IP, 'IP_OPTIONS', opaque(40), 'rw');
/** Received datagrams carry `SCM_SECURITY`, the security label of the sender. Linux 2.6.17 */
export const IP_PASSSEC = option(IPPROTO_IP, 'IP_PASSSEC', flag, 'rw');
/** Received datagrams carry a control message with the interface and address where they arrived; a sent one sets the outgoing interface and source address. */
export const IP_PKTINFO = also_cmsg(option(IPPROTO_IP, 'IP_PKTINFO', flag, 'rw'), IPPROTO_IP, whole(in_pktinfo), 'rw');
/** On a stream socket, the latest control messages that {@link IP_PKTINFO} and similar options request, one after the other. At most 1024 bytes. */
export const IP_PKTOPTIONS = option(IPPROTO_IP, 'IP_PKTOPTIONS', opaque(1024), 'r');
/** Queues errors, to be read with `MSG_ERRQUEUE`. Each carries a control message with the error and the node that reported it. */
export const IP_RECVERR = also_cmsg(
  option(IPPROTO_IP, 'IP_RECVERR', flag, 'rw'),
  IPPROTO_IP,
  whole(sock_extended_err),
  'r',
);
/** Queued errors include the ICMP extensions of RFC 4884. Linux 5.9 */
export const IP_RECVERR_RFC4884 = option(IPPROTO_IP, 'IP_RECVERR_RFC4884', flag, 'rw');
/** Received datagrams that were fragmented carry a control message with the size of the largest fragment. Linux 4.10 */
export const IP_RECVFRAGSIZE = also_cmsg(
  option(IPPROTO_IP, 'IP_RECVFRAGSIZE', flag, 'rw'),
  IPPROTO_IP,
  whole(int),
  'r',
);
/** Received datagrams carry a control message with their IP options. */
export const IP_RECVOPTS = also_cmsg(option(IPPROTO_IP, 'IP_RECVOPTS', flag, 'rw'), IPPROTO_IP, opaque(40), 'r');
/**
 * Received datagrams carry a control message, `IP_ORIGDSTADDR` in C, with the destination address that they had before netfilter redirected
 * them. Linux 2.6.29
 */
export const IP_RECVORIGDSTADDR = also_cmsg(
  option(IPPROTO_IP, 'IP_RECVORIGDSTADDR', flag, 'rw'),
  IPPROTO_IP,
  whole(sockaddr_in),
  'r',
);
/** Received datagrams carry {@link IP_TOS}. */
export const IP_RECVTOS = option(IPPROTO_IP, 'IP_RECVTOS', flag, 'rw');
/** Received datagrams carry {@link IP_TTL}. */
export const IP_RECVTTL = option(IPPROTO_IP, 'IP_RECVTTL', flag, 'rw');
/** {@link IP_RECVOPTS}, with the options reversed for use in a reply. */
export const IP_RETOPTS = also_cmsg(option(IPPROTO_IP, 'IP_RETOPTS', flag, 'rw'), IPPROTO_IP, opaque(40), 'rw');
/** Another name of {@link IP_RETOPTS}. */
export const IP_RECVRETOPTS: typeof IP_RETOPTS = IP_RETOPTS;
/** Passes every forwarded packet that has the router alert option to this socket. For raw(7) sockets. */
export const IP_ROUTER_ALERT = option(IPPROTO_IP, 'IP_ROUTER_ALERT', flag, 'rw');
/** The type-of-service byte: `IPTOS_LOWDELAY`, ... As a control message, for one packet. */
export const IP_TOS = also_cmsg(option(IPPROTO_IP, 'IP_TOS', int, 'rw'), IPPROTO_IP, tos, 'rw');
/**
 * Transparent proxying: the socket can bind addresses that do not belong to this machine, and receive packets that are redirected to it. Needs
 * CAP_NET_ADMIN or CAP_NET_RAW. Linux 2.6.28
 */
export const IP_TRANSPARENT = option(IPPROTO_IP, 'IP_TRANSPARENT', flag, 'rw');
/** The time to live of sent packets, 1 to 255; -1 sets the system's default. As a control message, for one packet. */
export const IP_TTL = also_cmsg(option(IPPROTO_IP, 'IP_TTL', int, 'rw'), IPPROTO_IP, whole(int), 'rw');
/** Unblocks a source that {@link IP_BLOCK_SOURCE} blocked. */
export const IP_UNBLOCK_SOURCE = option(IPPROTO_IP, 'IP_UNBLOCK_SOURCE', ip_mreq_source, 'w');
/** The index of the outgoing interface for unicast datagrams; 0 lets the route decide. Linux 3.4 */
export const IP_UNICAST_IF = option(IPPROTO_IP, 'IP_UNICAST_IF', network_int, 'rw');

// netfilter: linux/netfilter_ipv4.h

/** The destination address of the connection before netfilter redirected it. */
export const SO_ORIGINAL_DST = option(IPPROTO_IP, 'SO_ORIGINAL_DST', sockaddr_in, 'r');

// RFC 3678

/** Blocks one source of a joined group. */
export const MCAST_BLOCK_SOURCE = option_of_both('MCAST_BLOCK_SOURCE', group_source_req, 'w');
/** Joins a multicast group of either family. Like all options of RFC 3678, at level `IPPROTO_IP` and `IPPROTO_IPV6`. */
export const MCAST_JOIN_GROUP = option_of_both('MCAST_JOIN_GROUP', group_req, 'w');
/** Joins a multicast group, for packets from one source. Set it again to add another source. */
export const MCAST_JOIN_SOURCE_GROUP = option_of_both('MCAST_JOIN_SOURCE_GROUP', group_source_req, 'w');
/** Leaves a multicast group. */
export const MCAST_LEAVE_GROUP = option_of_both('MCAST_LEAVE_GROUP', group_req, 'w');
/** Drops one source of a joined group. */
export const MCAST_LEAVE_SOURCE_GROUP = option_of_both('MCAST_LEAVE_SOURCE_GROUP', group_source_req, 'w');
/** The whole list of sources of a group that are accepted, or blocked. It cannot be read, for the same reason as {@link IP_MSFILTER}. */
export const MCAST_MSFILTER = option_of_both('MCAST_MSFILTER', group_filter, 'w');
/** Unblocks a source that {@link MCAST_BLOCK_SOURCE} blocked. */
export const MCAST_UNBLOCK_SOURCE = option_of_both('MCAST_UNBLOCK_SOURCE', group_source_req, 'w');
