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

/** What fits into an extension header, whose length is one byte of eights: RFC 8200. */
const extension = opaque(2048);

/** Makes an IPv4 socket of one that is connected to a mapped address: `AF_INET` is all it takes. Read, the family of a connected socket. */
export const IPV6_ADDRFORM = option(IPPROTO_IPV6, 'IPV6_ADDRFORM', int, 'rw');
/** Which kind of source address is preferred: `IPV6_PREFER_SRC_TMP`, `IPV6_PREFER_SRC_PUBLIC`, ..., or-ed: RFC 5014. Linux 2.6.26 */
export const IPV6_ADDR_PREFERENCES = option(IPPROTO_IPV6, 'IPV6_ADDR_PREFERENCES', int, 'rw');
/** Join a group: its packets arrive, whoever sends them. `IPV6_JOIN_GROUP` too. */
export const IPV6_ADD_MEMBERSHIP = option(IPPROTO_IPV6, 'IPV6_ADD_MEMBERSHIP', ipv6_mreq, 'w');
/** Label flows automatically. Linux 3.17 */
export const IPV6_AUTOFLOWLABEL = option(IPPROTO_IPV6, 'IPV6_AUTOFLOWLABEL', flag, 'rw');
/** Where in the payload the checksum stands that the kernel is to fill in and check, -1 for none. Of raw(7) sockets. */
export const IPV6_CHECKSUM = option(IPPROTO_IPV6, 'IPV6_CHECKSUM', bytes, 'rw');
/** Refuse (EMSGSIZE) what would have to be cut into fragments. As a control message, of one packet. Linux 2.6.35 */
export const IPV6_DONTFRAG = also_cmsg(
  option(IPPROTO_IPV6, 'IPV6_DONTFRAG', flag, 'rw'),
  IPPROTO_IPV6,
  whole(int),
  'w',
);
/** Leave a group. `IPV6_LEAVE_GROUP` too. */
export const IPV6_DROP_MEMBERSHIP = option(IPPROTO_IPV6, 'IPV6_DROP_MEMBERSHIP', ipv6_mreq, 'w');
/** The destination options header of packets that are sent, as in RFC 8200, with CAP_NET_RAW. As a control message, of one packet. */
export const IPV6_DSTOPTS = also_cmsg(
  option(IPPROTO_IPV6, 'IPV6_DSTOPTS', extension, 'rw'),
  IPPROTO_IPV6,
  extension,
  'rw',
);
/** Packets bring their traffic class and flow label. That is the control message, in network order. */
export const IPV6_FLOWINFO = also_cmsg(
  option(IPPROTO_IPV6, 'IPV6_FLOWINFO', flag, 'rw'),
  IPPROTO_IPV6,
  whole(network_int),
  'rw',
);
/** connect(2) and sendto(2) take the flow label from the address. */
export const IPV6_FLOWINFO_SEND = option(IPPROTO_IPV6, 'IPV6_FLOWINFO_SEND', flag, 'rw');
/** Leases flow labels, and gives them back. Read, the label of a connected socket. */
export const IPV6_FLOWLABEL_MGR = option(IPPROTO_IPV6, 'IPV6_FLOWLABEL_MGR', in6_flowlabel_req, 'rw');
/** bind(2) may take an address that no interface has (yet). Linux 4.15 */
export const IPV6_FREEBIND = option(IPPROTO_IPV6, 'IPV6_FREEBIND', flag, 'rw');
/** The sender writes the header of IPv6. Of raw(7) sockets. Linux 4.5 */
export const IPV6_HDRINCL = option(IPPROTO_IPV6, 'IPV6_HDRINCL', flag, 'rw');
/** The hop-by-hop options header of packets that are sent, as in RFC 8200, with CAP_NET_RAW. As a control message, of one packet. */
export const IPV6_HOPOPTS = also_cmsg(
  option(IPPROTO_IPV6, 'IPV6_HOPOPTS', extension, 'rw'),
  IPPROTO_IPV6,
  extension,
  'rw',
);
/** Answer to an anycast address, with CAP_NET_ADMIN for one that is the machine's own. */
export const IPV6_JOIN_ANYCAST = option(IPPROTO_IPV6, 'IPV6_JOIN_ANYCAST', ipv6_mreq, 'w');
/** Answer to it no more. */
export const IPV6_LEAVE_ANYCAST = option(IPPROTO_IPV6, 'IPV6_LEAVE_ANYCAST', ipv6_mreq, 'w');
/** The least hop limit that an arriving packet of the connection must have, 0 for any: RFC 5082. Linux 2.6.35 */
export const IPV6_MINHOPCOUNT = option(IPPROTO_IPV6, 'IPV6_MINHOPCOUNT', int, 'rw');
/** The path MTU, bytes. */
export const IPV6_MTU = option(IPPROTO_IPV6, 'IPV6_MTU', bytes, 'rw');
/** `IPV6_PMTUDISC_DONT`, `IPV6_PMTUDISC_WANT`, ... */
export const IPV6_MTU_DISCOVER = option(IPPROTO_IPV6, 'IPV6_MTU_DISCOVER', int, 'rw');
/** Datagrams of groups that another socket joined arrive too. Linux 4.20 */
export const IPV6_MULTICAST_ALL = option(IPPROTO_IPV6, 'IPV6_MULTICAST_ALL', flag, 'rw');
/** Hop limit of datagrams to groups, 0 to 255; -1 sets 1. */
export const IPV6_MULTICAST_HOPS = option(IPPROTO_IPV6, 'IPV6_MULTICAST_HOPS', int, 'rw');
/** The index of the interface that datagrams to groups leave by, 0 for the route's. */
export const IPV6_MULTICAST_IF = option(IPPROTO_IPV6, 'IPV6_MULTICAST_IF', ifindex, 'rw');
/** Datagrams to groups come back to this machine. */
export const IPV6_MULTICAST_LOOP = option(IPPROTO_IPV6, 'IPV6_MULTICAST_LOOP', flag, 'rw');
/** The path MTU of a connected socket; where it leads is left zero. As a control message, that it has changed: see {@link IPV6_RECVPATHMTU}. Linux 2.6.35 */
export const IPV6_PATHMTU = also_cmsg(
  option(IPPROTO_IPV6, 'IPV6_PATHMTU', ip6_mtuinfo, 'r'),
  IPPROTO_IPV6,
  whole(ip6_mtuinfo),
  'r',
);
/** Where packets are to leave. As a control message, of one packet; of one that arrives, where it did. */
export const IPV6_PKTINFO = also_cmsg(
  option(IPPROTO_IPV6, 'IPV6_PKTINFO', in6_pktinfo, 'w'),
  IPPROTO_IPV6,
  whole(in6_pktinfo),
  'rw',
);
/** Packets bring {@link IPV6_DSTOPTS}. Linux 2.6.14 */
export const IPV6_RECVDSTOPTS = option(IPPROTO_IPV6, 'IPV6_RECVDSTOPTS', flag, 'rw');
/** {@link IP_RECVERR} of IPv6. */
export const IPV6_RECVERR = also_cmsg(
  option(IPPROTO_IPV6, 'IPV6_RECVERR', flag, 'rw'),
  IPPROTO_IPV6,
  whole(sock_extended_err),
  'r',
);
/** Errors bring more of the packet that they are about: RFC 4884. Linux 5.9 */
export const IPV6_RECVERR_RFC4884 = option(IPPROTO_IPV6, 'IPV6_RECVERR_RFC4884', flag, 'rw');
/** Datagrams that came in fragments bring the size of the largest, as the control message. Linux 4.10 */
export const IPV6_RECVFRAGSIZE = also_cmsg(
  option(IPPROTO_IPV6, 'IPV6_RECVFRAGSIZE', flag, 'rw'),
  IPPROTO_IPV6,
  whole(int),
  'r',
);
/** Packets bring `IPV6_HOPLIMIT`. Linux 2.6.14 */
export const IPV6_RECVHOPLIMIT = option(IPPROTO_IPV6, 'IPV6_RECVHOPLIMIT', flag, 'rw');
/** Packets bring {@link IPV6_HOPOPTS}. Linux 2.6.14 */
export const IPV6_RECVHOPOPTS = option(IPPROTO_IPV6, 'IPV6_RECVHOPOPTS', flag, 'rw');
/** Datagrams bring the address that they were sent to before netfilter redirected them. That is the control message, `IPV6_ORIGDSTADDR` in C. Linux 2.6.37 */
export const IPV6_RECVORIGDSTADDR = also_cmsg(
  option(IPPROTO_IPV6, 'IPV6_RECVORIGDSTADDR', flag, 'rw'),
  IPPROTO_IPV6,
  whole(sockaddr_in6),
  'r',
);
/** {@link IPV6_PATHMTU} arrives when a packet was too big for the path. Linux 2.6.35 */
export const IPV6_RECVPATHMTU = option(IPPROTO_IPV6, 'IPV6_RECVPATHMTU', flag, 'rw');
/** Packets bring {@link IPV6_PKTINFO}. Linux 2.6.14 */
export const IPV6_RECVPKTINFO = option(IPPROTO_IPV6, 'IPV6_RECVPKTINFO', flag, 'rw');
/** Packets bring {@link IPV6_RTHDR}. Linux 2.6.14 */
export const IPV6_RECVRTHDR = option(IPPROTO_IPV6, 'IPV6_RECVRTHDR', flag, 'rw');
/** Packets bring {@link IPV6_TCLASS}. Linux 2.6.14 */
export const IPV6_RECVTCLASS = option(IPPROTO_IPV6, 'IPV6_RECVTCLASS', flag, 'rw');
/** Every packet with a router alert option of this value arrives here, -1 for none. Of raw(7) sockets. */
export const IPV6_ROUTER_ALERT = option(IPPROTO_IPV6, 'IPV6_ROUTER_ALERT', int, 'rw');
/** Such packets of other network namespaces do not arrive. Linux 5.1 */
export const IPV6_ROUTER_ALERT_ISOLATE = option(IPPROTO_IPV6, 'IPV6_ROUTER_ALERT_ISOLATE', flag, 'rw');
/** The routing header of packets that are sent, as in RFC 8200: type 2 or 4, with CAP_NET_RAW for type 2. As a control message, of one packet. */
export const IPV6_RTHDR = also_cmsg(option(IPPROTO_IPV6, 'IPV6_RTHDR', extension, 'rw'), IPPROTO_IPV6, extension, 'rw');
/** {@link IPV6_DSTOPTS} that stand before the routing header. Linux 2.6.14 */
export const IPV6_RTHDRDSTOPTS = also_cmsg(
  option(IPPROTO_IPV6, 'IPV6_RTHDRDSTOPTS', extension, 'rw'),
  IPPROTO_IPV6,
  extension,
  'rw',
);
/** The traffic-class byte. As a control message, of one packet. Linux 2.6.14 */
export const IPV6_TCLASS = also_cmsg(option(IPPROTO_IPV6, 'IPV6_TCLASS', int, 'rw'), IPPROTO_IPV6, whole(int), 'rw');
/** The socket may have addresses that are not of this machine, and take packets that are redirected to it. It takes CAP_NET_ADMIN or CAP_NET_RAW. Linux 2.6.37 */
export const IPV6_TRANSPARENT = option(IPPROTO_IPV6, 'IPV6_TRANSPARENT', flag, 'rw');
/** Hop limit of unicast packets, 0 to 255; -1 sets the system's default. */
export const IPV6_UNICAST_HOPS = option(IPPROTO_IPV6, 'IPV6_UNICAST_HOPS', int, 'rw');
/** The index of the interface that datagrams to one host leave by, 0 for the route's. Linux 3.4 */
export const IPV6_UNICAST_IF = option(IPPROTO_IPV6, 'IPV6_UNICAST_IF', network_int, 'rw');
/** IPv6 only: no IPv4 through mapped addresses. */
export const IPV6_V6ONLY = option(IPPROTO_IPV6, 'IPV6_V6ONLY', flag, 'rw');
/** The same number as {@link IPV6_ADD_MEMBERSHIP}, in RFC 3493's words. */
export const IPV6_JOIN_GROUP: typeof IPV6_ADD_MEMBERSHIP = IPV6_ADD_MEMBERSHIP;
/** The same number as {@link IPV6_DROP_MEMBERSHIP}, in RFC 3493's words. */
export const IPV6_LEAVE_GROUP: typeof IPV6_DROP_MEMBERSHIP = IPV6_DROP_MEMBERSHIP;
/** Where a connection was to go before netfilter redirected it here: linux/netfilter_ipv6/ip6_tables.h. Linux 3.8 */
export const IP6T_SO_ORIGINAL_DST = option(IPPROTO_IPV6, 'IP6T_SO_ORIGINAL_DST', sockaddr_in6, 'r');
