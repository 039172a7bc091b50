// ipv6(7)
import { whole } from '../codec/control.js';
import { flag, int } from '../codec/struct.js';
import { IPPROTO_IPV6 } from '../level.js';
import { in6_pktinfo } from '../structs/pktinfo.js';
import { sock_extended_err } from '../structs/sock-extended-err.js';
import { also_cmsg, option } from './describe.js';
import { in6_flowlabel_req, ip6_mtuinfo } from './ipv6-structs.js';
import { ipv6_mreq } from './membership.js';
import { bytes, ifindex, network_int, opaque, sockaddr_in6 } from './values.js';

/** The longest extension header: its length field is one byte, in units of 8 bytes (RFC 8200). */
const extension = opaque(2048);

/**
 * Turns a socket that is connected to a mapped address into an IPv4 socket. The only value that can be set is `AF_INET`. Reads as the family
 * of a connected socket.
 */
export const IPV6_ADDRFORM = option(IPPROTO_IPV6, 'IPV6_ADDRFORM', int, 'rw');
/** The preferred kinds of source address: `IPV6_PREFER_SRC_TMP`, `IPV6_PREFER_SRC_PUBLIC`, ..., or-ed. RFC 5014. Linux 2.6.26 */
export const IPV6_ADDR_PREFERENCES = option(IPPROTO_IPV6, 'IPV6_ADDR_PREFERENCES', int, 'rw');
/** Joins a multicast group, for packets from any source. Also called `IPV6_JOIN_GROUP`. */
export const IPV6_ADD_MEMBERSHIP = option(IPPROTO_IPV6, 'IPV6_ADD_MEMBERSHIP', ipv6_mreq, 'w');
/** Labels flows automatically. Linux 3.17 */
export const IPV6_AUTOFLOWLABEL = option(IPPROTO_IPV6, 'IPV6_AUTOFLOWLABEL', flag, 'rw');
/** The offset in the payload of a checksum that the kernel computes and verifies; -1 for none. For raw(7) sockets. */
export const IPV6_CHECKSUM = option(IPPROTO_IPV6, 'IPV6_CHECKSUM', bytes, 'rw');
/** Refuses to send packets that would need fragmentation (EMSGSIZE). As a control message, for one packet. Linux 2.6.35 */
export const IPV6_DONTFRAG = also_cmsg(
  option(IPPROTO_IPV6, 'IPV6_DONTFRAG', flag, 'rw'),
  IPPROTO_IPV6,
  whole(int),
  'w',
);
/** Leaves a multicast group. Also called `IPV6_LEAVE_GROUP`. */
export const IPV6_DROP_MEMBERSHIP = option(IPPROTO_IPV6, 'IPV6_DROP_MEMBERSHIP', ipv6_mreq, 'w');
/** The destination options header of sent packets, as in RFC 8200. Needs CAP_NET_RAW. As a control message, for one packet. */
export const IPV6_DSTOPTS = also_cmsg(
  option(IPPROTO_IPV6, 'IPV6_DSTOPTS', extension, 'rw'),
  IPPROTO_IPV6,
  extension,
  'rw',
);
/** Received packets carry a control message with their traffic class and flow label, in network byte order. */
export const IPV6_FLOWINFO = also_cmsg(
  option(IPPROTO_IPV6, 'IPV6_FLOWINFO', flag, 'rw'),
  IPPROTO_IPV6,
  whole(network_int),
  'rw',
);
/** connect(2) and sendto(2) use the flow label in the address. */
export const IPV6_FLOWINFO_SEND = option(IPPROTO_IPV6, 'IPV6_FLOWINFO_SEND', flag, 'rw');
/** Leases and releases flow labels. Reads as the label of a connected socket. */
export const IPV6_FLOWLABEL_MGR = option(IPPROTO_IPV6, 'IPV6_FLOWLABEL_MGR', in6_flowlabel_req, 'rw');
/** Allows bind(2) to an address that no interface has (yet). Linux 4.15 */
export const IPV6_FREEBIND = option(IPPROTO_IPV6, 'IPV6_FREEBIND', flag, 'rw');
/** The program supplies the IPv6 header of each packet that it sends. For raw(7) sockets. Linux 4.5 */
export const IPV6_HDRINCL = option(IPPROTO_IPV6, 'IPV6_HDRINCL', flag, 'rw');
/** The hop-by-hop options header of sent packets, as in RFC 8200. Needs CAP_NET_RAW. As a control message, for one packet. */
export const IPV6_HOPOPTS = also_cmsg(
  option(IPPROTO_IPV6, 'IPV6_HOPOPTS', extension, 'rw'),
  IPPROTO_IPV6,
  extension,
  'rw',
);
/** Joins an anycast group: the machine answers to the address. Needs CAP_NET_ADMIN. */
export const IPV6_JOIN_ANYCAST = option(IPPROTO_IPV6, 'IPV6_JOIN_ANYCAST', ipv6_mreq, 'w');
/** Leaves an anycast group. */
export const IPV6_LEAVE_ANYCAST = option(IPPROTO_IPV6, 'IPV6_LEAVE_ANYCAST', ipv6_mreq, 'w');
/** The minimum hop limit of received packets of the connection; 0 accepts any. RFC 5082. Linux 2.6.35 */
export const IPV6_MINHOPCOUNT = option(IPPROTO_IPV6, 'IPV6_MINHOPCOUNT', int, 'rw');
/** The path MTU, in bytes. */
export const IPV6_MTU = option(IPPROTO_IPV6, 'IPV6_MTU', bytes, 'rw');
/** Path MTU discovery: `IPV6_PMTUDISC_DONT`, `IPV6_PMTUDISC_WANT`, ... */
export const IPV6_MTU_DISCOVER = option(IPPROTO_IPV6, 'IPV6_MTU_DISCOVER', int, 'rw');
/** Delivers datagrams of groups that other sockets joined, too. Linux 4.20 */
export const IPV6_MULTICAST_ALL = option(IPPROTO_IPV6, 'IPV6_MULTICAST_ALL', flag, 'rw');
/** The hop limit of sent multicast datagrams, 0 to 255; -1 sets 1. */
export const IPV6_MULTICAST_HOPS = option(IPPROTO_IPV6, 'IPV6_MULTICAST_HOPS', int, 'rw');
/** The index of the outgoing interface for multicast datagrams; 0 lets the route decide. */
export const IPV6_MULTICAST_IF = option(IPPROTO_IPV6, 'IPV6_MULTICAST_IF', ifindex, 'rw');
/** Loops sent multicast datagrams back to this machine. */
export const IPV6_MULTICAST_LOOP = option(IPPROTO_IPV6, 'IPV6_MULTICAST_LOOP', flag, 'rw');
/**
 * The path MTU of a connected socket; the address field is zero. As a control message, it reports that the path MTU has changed: see
 * {@link IPV6_RECVPATHMTU}. Linux 2.6.35
 */
export const IPV6_PATHMTU = also_cmsg(
  option(IPPROTO_IPV6, 'IPV6_PATHMTU', ip6_mtuinfo, 'r'),
  IPPROTO_IPV6,
  whole(ip6_mtuinfo),
  'r',
);
/** The source address and interface of sent packets. As a control message, for one packet; on a received one, the address and interface where it arrived. */
export const IPV6_PKTINFO = also_cmsg(
  option(IPPROTO_IPV6, 'IPV6_PKTINFO', in6_pktinfo, 'w'),
  IPPROTO_IPV6,
  whole(in6_pktinfo),
  'rw',
);
/** Received packets carry {@link IPV6_DSTOPTS}. Linux 2.6.14 */
export const IPV6_RECVDSTOPTS = option(IPPROTO_IPV6, 'IPV6_RECVDSTOPTS', flag, 'rw');
/** {@link IP_RECVERR} for IPv6. */
export const IPV6_RECVERR = also_cmsg(
  option(IPPROTO_IPV6, 'IPV6_RECVERR', flag, 'rw'),
  IPPROTO_IPV6,
  whole(sock_extended_err),
  'r',
);
/** Queued errors include the ICMP extensions of RFC 4884. Linux 5.9 */
export const IPV6_RECVERR_RFC4884 = option(IPPROTO_IPV6, 'IPV6_RECVERR_RFC4884', flag, 'rw');
/** Received datagrams that were fragmented carry a control message with the size of the largest fragment. Linux 4.10 */
export const IPV6_RECVFRAGSIZE = also_cmsg(
  option(IPPROTO_IPV6, 'IPV6_RECVFRAGSIZE', flag, 'rw'),
  IPPROTO_IPV6,
  whole(int),
  'r',
);
/** Received packets carry `IPV6_HOPLIMIT`. Linux 2.6.14 */
export const IPV6_RECVHOPLIMIT = option(IPPROTO_IPV6, 'IPV6_RECVHOPLIMIT', flag, 'rw');
/** Received packets carry {@link IPV6_HOPOPTS}. Linux 2.6.14 */
export const IPV6_RECVHOPOPTS = option(IPPROTO_IPV6, 'IPV6_RECVHOPOPTS', flag, 'rw');
/**
 * Received datagrams carry a control message, `IPV6_ORIGDSTADDR` in C, with the destination address that they had before netfilter redirected
 * them. Linux 2.6.37
 */
export const IPV6_RECVORIGDSTADDR = also_cmsg(
  option(IPPROTO_IPV6, 'IPV6_RECVORIGDSTADDR', flag, 'rw'),
  IPPROTO_IPV6,
  whole(sockaddr_in6),
  'r',
);
/** Delivers {@link IPV6_PATHMTU} when a sent packet was too big for the path. Linux 2.6.35 */
export const IPV6_RECVPATHMTU = option(IPPROTO_IPV6, 'IPV6_RECVPATHMTU', flag, 'rw');
/** Received packets carry {@link IPV6_PKTINFO}. Linux 2.6.14 */
export const IPV6_RECVPKTINFO = option(IPPROTO_IPV6, 'IPV6_RECVPKTINFO', flag, 'rw');
/** Received packets carry {@link IPV6_RTHDR}. Linux 2.6.14 */
export const IPV6_RECVRTHDR = option(IPPROTO_IPV6, 'IPV6_RECVRTHDR', flag, 'rw');
/** Received packets carry {@link IPV6_TCLASS}. Linux 2.6.14 */
export const IPV6_RECVTCLASS = option(IPPROTO_IPV6, 'IPV6_RECVTCLASS', flag, 'rw');
/** Passes every packet that has a router alert option with this value to this socket; -1 stops it. For raw(7) sockets. */
export const IPV6_ROUTER_ALERT = option(IPPROTO_IPV6, 'IPV6_ROUTER_ALERT', int, 'rw');
/** {@link IPV6_ROUTER_ALERT} does not pass packets of other network namespaces. Linux 5.1 */
export const IPV6_ROUTER_ALERT_ISOLATE = option(IPPROTO_IPV6, 'IPV6_ROUTER_ALERT_ISOLATE', flag, 'rw');
/** The routing header of sent packets, as in RFC 8200: type 2, which needs CAP_NET_RAW, or 4. As a control message, for one packet. */
export const IPV6_RTHDR = also_cmsg(option(IPPROTO_IPV6, 'IPV6_RTHDR', extension, 'rw'), IPPROTO_IPV6, extension, 'rw');
/** The {@link IPV6_DSTOPTS} header that precedes the routing header. Linux 2.6.14 */
export const IPV6_RTHDRDSTOPTS = also_cmsg(
  option(IPPROTO_IPV6, 'IPV6_RTHDRDSTOPTS', extension, 'rw'),
  IPPROTO_IPV6,
  extension,
  'rw',
);
/** The traffic class byte. As a control message, for one packet. Linux 2.6.14 */
export const IPV6_TCLASS = also_cmsg(option(IPPROTO_IPV6, 'IPV6_TCLASS', int, 'rw'), IPPROTO_IPV6, whole(int), 'rw');
/**
 * Transparent proxying: the socket can bind addresses that do not belong to this machine, and receive packets that are redirected to it. Needs
 * CAP_NET_ADMIN or CAP_NET_RAW. Linux 2.6.37
 */
export const IPV6_TRANSPARENT = option(IPPROTO_IPV6, 'IPV6_TRANSPARENT', flag, 'rw');
/** The hop limit of sent unicast packets, 0 to 255; -1 sets the system's default. */
export const IPV6_UNICAST_HOPS = option(IPPROTO_IPV6, 'IPV6_UNICAST_HOPS', int, 'rw');
/** The index of the outgoing interface for unicast datagrams; 0 lets the route decide. Linux 3.4 */
export const IPV6_UNICAST_IF = option(IPPROTO_IPV6, 'IPV6_UNICAST_IF', network_int, 'rw');
/** Restricts the socket to IPv6: no IPv4 through mapped addresses. */
export const IPV6_V6ONLY = option(IPPROTO_IPV6, 'IPV6_V6ONLY', flag, 'rw');
/** The name of {@link IPV6_ADD_MEMBERSHIP} in RFC 3493. */
export const IPV6_JOIN_GROUP: typeof IPV6_ADD_MEMBERSHIP = IPV6_ADD_MEMBERSHIP;
/** The name of {@link IPV6_DROP_MEMBERSHIP} in RFC 3493. */
export const IPV6_LEAVE_GROUP: typeof IPV6_DROP_MEMBERSHIP = IPV6_DROP_MEMBERSHIP;
/** The destination address of the connection before netfilter redirected it: linux/netfilter_ipv6/ip6_tables.h. Linux 3.8 */
export const IP6T_SO_ORIGINAL_DST = option(IPPROTO_IPV6, 'IP6T_SO_ORIGINAL_DST', sockaddr_in6, 'r');
