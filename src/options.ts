import { define_cmsg, type OptionAndControl, whole } from './control.js';
import { uint16, uint32 } from './integer.js';
import { IPPROTO_IP, IPPROTO_IPV6, IPPROTO_TCP, IPPROTO_UDP, type Level, SOL_SOCKET } from './level.js';
import { constant } from './native.js';
import { type Access, define_option, type SocketOption } from './option.js';
import { in_pktinfo, in6_pktinfo } from './pktinfo.js';
import { sock_extended_err } from './sock-extended-err.js';
import { type Codec, flag, int, struct, text } from './struct.js';
import { tcp_info } from './tcp-info.js';
import { timespec } from './time.js';
import { sock_txtime } from './timestamping.js';

/** What to do with unsent data at close(2): socket(7). `{ l_onoff: 1, l_linger: 0 }` throws it away and sends a RST. */
export interface Linger {
  /** On or off. */
  l_onoff: number;
  /** Seconds that close(2) may block. */
  l_linger: number;
}

/** A span of time. As a socket timeout, all zero means none. */
export interface Timeval {
  /** Seconds. */
  tv_sec: number;
  /** Microseconds, 0 to 999 999. */
  tv_usec: number;
}

/** Who made or connected the other end of a unix socket: unix(7). */
export interface Ucred {
  pid: number;
  uid: number;
  gid: number;
}

/** The codec of {@link Linger}. */
export const linger: Codec<Linger> = struct('linger');
/** The codec of {@link Timeval}. */
export const timeval: Codec<Timeval> = struct('timeval');
/** The codec of {@link Ucred}. */
export const ucred: Codec<Ucred> = struct('ucred');

function option<L, V, const A extends Access>(
  level: Level<L>,
  name: string,
  codec: Codec<V>,
  access: A,
): SocketOption<L, V, A> {
  const optname = constant(name);
  // A name that the headers lack stays undefined: nothing to describe.
  return optname === undefined ? optname : define_option(level, optname, codec, access);
}

/** The same number is a control message's type as well: of what value, and whether it arrives (`r`) or is sent (`w`). */
function also_cmsg<L, V, A extends Access, W, const B extends Access>(
  optname: SocketOption<L, V, A>,
  level: Level<NoInfer<L>>,
  codec: Codec<W>,
  access: B,
): OptionAndControl<L, V, A, W, B> {
  if (optname !== undefined) define_cmsg(level, optname, codec, access);
  return optname as OptionAndControl<L, V, A, W, B>;
}

/** The kernel puts IP_TOS into one byte. */
const tos: Codec<number> = { ...int, least: 1 };

// socket(7)

/** Is it listening? */
export const SO_ACCEPTCONN = option(SOL_SOCKET, 'SO_ACCEPTCONN', flag, 'r');
/** May datagrams go to a broadcast address? */
export const SO_BROADCAST = option(SOL_SOCKET, 'SO_BROADCAST', flag, 'rw');
/** The domain that socket(2) was given: `AF_INET`, ... */
export const SO_DOMAIN = option(SOL_SOCKET, 'SO_DOMAIN', int, 'r');
/** The pending error as an errno, 0 for none. Reading it clears it. */
export const SO_ERROR = option(SOL_SOCKET, 'SO_ERROR', int, 'r');
/** Probe a silent peer? When: `TCP_KEEPIDLE`, `TCP_KEEPINTVL`, `TCP_KEEPCNT`. */
export const SO_KEEPALIVE = option(SOL_SOCKET, 'SO_KEEPALIVE', flag, 'rw');
/** What close(2) does with unsent data. */
export const SO_LINGER = option(SOL_SOCKET, 'SO_LINGER', linger, 'rw');
/** The mark of packets for routing and netfilter, with CAP_NET_ADMIN. As a control message, of one packet. */
export const SO_MARK = also_cmsg(option(SOL_SOCKET, 'SO_MARK', uint32, 'rw'), SOL_SOCKET, whole(uint32), 'rw');
/** Leave urgent data in the stream? */
export const SO_OOBINLINE = option(SOL_SOCKET, 'SO_OOBINLINE', flag, 'rw');
/** Do messages bring `SCM_CREDENTIALS`? */
export const SO_PASSCRED = option(SOL_SOCKET, 'SO_PASSCRED', flag, 'rw');
/** Do messages bring `SCM_PIDFD`? Linux 6.5 */
export const SO_PASSPIDFD = option(SOL_SOCKET, 'SO_PASSPIDFD', flag, 'rw');
/** Do messages bring SCM_SECURITY, the security label of the sender? */
export const SO_PASSSEC = option(SOL_SOCKET, 'SO_PASSSEC', flag, 'rw');
/** Who is at the other end of a unix socket. */
export const SO_PEERCRED = option(SOL_SOCKET, 'SO_PEERCRED', ucred, 'r');
/** The protocol of the socket: `IPPROTO_TCP`, ... */
export const SO_PROTOCOL = option(SOL_SOCKET, 'SO_PROTOCOL', int, 'r');
/** The receive buffer in bytes. The kernel doubles what it is given, up to `net.core.rmem_max`, and reads back that. */
export const SO_RCVBUF = option(SOL_SOCKET, 'SO_RCVBUF', int, 'rw');
/** {@link SO_RCVBUF} past `rmem_max`, with CAP_NET_ADMIN. */
export const SO_RCVBUFFORCE = option(SOL_SOCKET, 'SO_RCVBUFFORCE', int, 'w');
/** How many bytes make a socket readable. */
export const SO_RCVLOWAT = option(SOL_SOCKET, 'SO_RCVLOWAT', int, 'rw');
/** How long recv(2) and accept(2) may block before they say EAGAIN. With it set, signals interrupt (EINTR) whatever SA_RESTART says. */
export const SO_RCVTIMEO = option(SOL_SOCKET, 'SO_RCVTIMEO', timeval, 'rw');
/** May bind(2) take an address that still has connections in TIME_WAIT? Every listener on it must have said so. */
export const SO_REUSEADDR = option(SOL_SOCKET, 'SO_REUSEADDR', flag, 'rw');
/** May several sockets of one user bind the same address, and share what arrives? */
export const SO_REUSEPORT = option(SOL_SOCKET, 'SO_REUSEPORT', flag, 'rw');
/** Do messages bring the count of those that were dropped since the socket was made, for want of room? It is the control message. */
export const SO_RXQ_OVFL = also_cmsg(option(SOL_SOCKET, 'SO_RXQ_OVFL', flag, 'rw'), SOL_SOCKET, whole(uint32), 'r');
/** The send buffer in bytes. The kernel doubles what it is given, up to `net.core.wmem_max`, and reads back that. */
export const SO_SNDBUF = option(SOL_SOCKET, 'SO_SNDBUF', int, 'rw');
/** {@link SO_SNDBUF} past `wmem_max`, with CAP_NET_ADMIN. */
export const SO_SNDBUFFORCE = option(SOL_SOCKET, 'SO_SNDBUFFORCE', int, 'w');
/** How long send(2) and connect(2) may block before they say EAGAIN (connect: EINPROGRESS). */
export const SO_SNDTIMEO = option(SOL_SOCKET, 'SO_SNDTIMEO', timeval, 'rw');
/** Do datagrams bring the time of their arrival to the microsecond? That is the control message, which is `SCM_TIMESTAMP` too. */
export const SO_TIMESTAMP = also_cmsg(option(SOL_SOCKET, 'SO_TIMESTAMP', flag, 'rw'), SOL_SOCKET, whole(timeval), 'r');
/**
 * Which packets bring times, and of which clocks: `SOF_TIMESTAMPING_RX_SOFTWARE`, ..., or-ed. They arrive as `SCM_TIMESTAMPING`. As
 * a control message that is sent, the `SOF_TIMESTAMPING_TX_` flags of one packet.
 */
export const SO_TIMESTAMPING = also_cmsg(option(SOL_SOCKET, 'SO_TIMESTAMPING', int, 'rw'), SOL_SOCKET, uint32, 'w');
/** {@link SO_TIMESTAMP} to the nanosecond, and `SCM_TIMESTAMPNS` too. */
export const SO_TIMESTAMPNS = also_cmsg(
  option(SOL_SOCKET, 'SO_TIMESTAMPNS', flag, 'rw'),
  SOL_SOCKET,
  whole(timespec),
  'r',
);
/** May packets say when they are to leave, by `SCM_TXTIME`, and of which clock? It takes CAP_NET_ADMIN, but for CLOCK_MONOTONIC. */
export const SO_TXTIME = option(SOL_SOCKET, 'SO_TXTIME', sock_txtime, 'rw');
/** The type of the socket: `SOCK_STREAM`, ... */
export const SO_TYPE = option(SOL_SOCKET, 'SO_TYPE', int, 'r');

// tcp(7)

/** The congestion control algorithm by name: `'reno'`, `'cubic'`, ... */
export const TCP_CONGESTION = option(IPPROTO_TCP, 'TCP_CONGESTION', text(16), 'rw');
/** Send only full segments until it is taken away, for at most 200 ms. */
export const TCP_CORK = option(IPPROTO_TCP, 'TCP_CORK', flag, 'rw');
/** Wake the listener when data arrives, not at the handshake: seconds to wait for it. */
export const TCP_DEFER_ACCEPT = option(IPPROTO_TCP, 'TCP_DEFER_ACCEPT', int, 'rw');
/** On a listener, how many connections may be open by data in the SYN before their handshake ends. */
export const TCP_FASTOPEN = option(IPPROTO_TCP, 'TCP_FASTOPEN', int, 'rw');
/** What the kernel knows of the connection. */
export const TCP_INFO = option(IPPROTO_TCP, 'TCP_INFO', tcp_info, 'r');
/** Unanswered probes before the connection is dropped, 1 to 127. */
export const TCP_KEEPCNT = option(IPPROTO_TCP, 'TCP_KEEPCNT', int, 'rw');
/** Seconds of silence before the first probe. */
export const TCP_KEEPIDLE = option(IPPROTO_TCP, 'TCP_KEEPIDLE', int, 'rw');
/** Seconds between probes. */
export const TCP_KEEPINTVL = option(IPPROTO_TCP, 'TCP_KEEPINTVL', int, 'rw');
/** Seconds in FIN_WAIT2 after the socket is closed; -1: do not wait. */
export const TCP_LINGER2 = option(IPPROTO_TCP, 'TCP_LINGER2', int, 'rw');
/** Bytes of payload in a segment. Before the connection it limits what is announced, after it reads what holds. */
export const TCP_MAXSEG = option(IPPROTO_TCP, 'TCP_MAXSEG', int, 'rw');
/** Nagle's algorithm off? */
export const TCP_NODELAY = option(IPPROTO_TCP, 'TCP_NODELAY', flag, 'rw');
/** With more unsent bytes than this in its queue a socket is not writable. */
export const TCP_NOTSENT_LOWAT = option(IPPROTO_TCP, 'TCP_NOTSENT_LOWAT', int, 'rw');
/** Acknowledge at once? Not permanent: the kernel goes back to delaying by itself. */
export const TCP_QUICKACK = option(IPPROTO_TCP, 'TCP_QUICKACK', flag, 'rw');
/** How often a SYN is sent again, 1 to 255. */
export const TCP_SYNCNT = option(IPPROTO_TCP, 'TCP_SYNCNT', int, 'rw');
/** Milliseconds that sent data may stay unacknowledged before the connection ends with ETIMEDOUT; 0: the system's default. */
export const TCP_USER_TIMEOUT = option(IPPROTO_TCP, 'TCP_USER_TIMEOUT', int, 'rw');

// ip(7)

/** The path MTU of a connected socket, bytes. */
export const IP_MTU = option(IPPROTO_IP, 'IP_MTU', int, 'r');
/** `IP_PMTUDISC_DONT`, `IP_PMTUDISC_WANT`, ... */
export const IP_MTU_DISCOVER = option(IPPROTO_IP, 'IP_MTU_DISCOVER', int, 'rw');
/** Do datagrams bring where they arrived? That is the control message; sent, it says where one is to leave. */
export const IP_PKTINFO = also_cmsg(option(IPPROTO_IP, 'IP_PKTINFO', flag, 'rw'), IPPROTO_IP, whole(in_pktinfo), 'rw');
/** Queue errors, to be read with `MSG_ERRQUEUE`? Each brings a control message that says what it was and who reported it. */
export const IP_RECVERR = also_cmsg(
  option(IPPROTO_IP, 'IP_RECVERR', flag, 'rw'),
  IPPROTO_IP,
  whole(sock_extended_err),
  'r',
);
/** Do datagrams bring {@link IP_TOS}? */
export const IP_RECVTOS = option(IPPROTO_IP, 'IP_RECVTOS', flag, 'rw');
/** Do datagrams bring {@link IP_TTL}? */
export const IP_RECVTTL = option(IPPROTO_IP, 'IP_RECVTTL', flag, 'rw');
/** The type-of-service byte: `IPTOS_LOWDELAY`, ... As a control message, of one packet. */
export const IP_TOS = also_cmsg(option(IPPROTO_IP, 'IP_TOS', int, 'rw'), IPPROTO_IP, tos, 'rw');
/** Time to live, 1 to 255; -1 sets the system's default. As a control message, of one packet. */
export const IP_TTL = also_cmsg(option(IPPROTO_IP, 'IP_TTL', int, 'rw'), IPPROTO_IP, whole(int), 'rw');

// ipv6(7)

/** The path MTU, bytes. */
export const IPV6_MTU = option(IPPROTO_IPV6, 'IPV6_MTU', int, 'rw');
/** `IPV6_PMTUDISC_DONT`, `IPV6_PMTUDISC_WANT`, ... */
export const IPV6_MTU_DISCOVER = option(IPPROTO_IPV6, 'IPV6_MTU_DISCOVER', int, 'rw');
/** Where packets are to leave. As a control message, of one packet; of one that arrives, where it did. */
export const IPV6_PKTINFO = also_cmsg(
  option(IPPROTO_IPV6, 'IPV6_PKTINFO', in6_pktinfo, 'w'),
  IPPROTO_IPV6,
  whole(in6_pktinfo),
  'rw',
);
/** {@link IP_RECVERR} of IPv6. */
export const IPV6_RECVERR = also_cmsg(
  option(IPPROTO_IPV6, 'IPV6_RECVERR', flag, 'rw'),
  IPPROTO_IPV6,
  whole(sock_extended_err),
  'r',
);
/** Do packets bring `IPV6_HOPLIMIT`? */
export const IPV6_RECVHOPLIMIT = option(IPPROTO_IPV6, 'IPV6_RECVHOPLIMIT', flag, 'rw');
/** Do packets bring {@link IPV6_PKTINFO}? */
export const IPV6_RECVPKTINFO = option(IPPROTO_IPV6, 'IPV6_RECVPKTINFO', flag, 'rw');
/** Do packets bring {@link IPV6_TCLASS}? */
export const IPV6_RECVTCLASS = option(IPPROTO_IPV6, 'IPV6_RECVTCLASS', flag, 'rw');
/** The traffic-class byte. As a control message, of one packet. */
export const IPV6_TCLASS = also_cmsg(option(IPPROTO_IPV6, 'IPV6_TCLASS', int, 'rw'), IPPROTO_IPV6, whole(int), 'rw');
/** Hop limit of unicast packets, 0 to 255; -1 sets the system's default. */
export const IPV6_UNICAST_HOPS = option(IPPROTO_IPV6, 'IPV6_UNICAST_HOPS', int, 'rw');
/** IPv6 only, or IPv4 through mapped addresses as well? */
export const IPV6_V6ONLY = option(IPPROTO_IPV6, 'IPV6_V6ONLY', flag, 'rw');

// udp(7)

/** May datagrams of one sender be received as one? The control message is then the length of each but the last. */
export const UDP_GRO = also_cmsg(option(IPPROTO_UDP, 'UDP_GRO', flag, 'rw'), IPPROTO_UDP, whole(int), 'r');
/** Cuts what is sent into datagrams of so many bytes; 0: as it is. As a control message, of one call. */
export const UDP_SEGMENT = also_cmsg(option(IPPROTO_UDP, 'UDP_SEGMENT', int, 'rw'), IPPROTO_UDP, uint16, 'w');
