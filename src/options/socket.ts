// socket(7), unix(7)
import { whole } from '../codec/control.js';
import { descriptor } from '../codec/descriptors.js';
import { uint32, uint64 } from '../codec/integer.js';
import { flag, int, list, text } from '../codec/struct.js';
import { timespec } from '../codec/time.js';
import { SOL_SOCKET } from '../level.js';
import { sk_meminfo } from '../structs/sk-meminfo.js';
import { so_timestamping, sock_txtime } from '../structs/timestamping.js';
import { also_cmsg, option } from './describe.js';
import { linger, timeval, ucred } from './structs.js';
import { bytes, family, ifindex, microseconds, pacing_rate, told } from './values.js';

// Not here: SO_PEERNAME, which answers only where the room is no more than the address: getpeername(2) is the same; and
// SO_TIMESTAMP_NEW and its like, which differ from SO_TIMESTAMP on 32-bit machines alone.

/** NGROUPS_MAX of limits.h: nobody is in more groups. */
const ngroups_max = 65_536;

/** Room for more numbers than there are yet. */
const meminfo = told(64, sk_meminfo);

/** 1 when the socket is listening. */
export const SO_ACCEPTCONN = option(SOL_SOCKET, 'SO_ACCEPTCONN', flag, 'r');
/** Sends only by the interface of this name, and receives only from it; `''` takes it away. Linux lets it be read since 3.8. */
export const SO_BINDTODEVICE = option(SOL_SOCKET, 'SO_BINDTODEVICE', text(16), 'rw');
/** {@link SO_BINDTODEVICE} by the index of the interface, 0 for none. Linux 5.1 */
export const SO_BINDTOIFINDEX = option(SOL_SOCKET, 'SO_BINDTOIFINDEX', ifindex, 'rw');
/** Datagrams may go to a broadcast address. */
export const SO_BROADCAST = option(SOL_SOCKET, 'SO_BROADCAST', flag, 'rw');
/** Which buffers the kernel leaves as they are, instead of letting them grow: `SOCK_SNDBUF_LOCK`, `SOCK_RCVBUF_LOCK`, or-ed. Linux 5.15 */
export const SO_BUF_LOCK = option(SOL_SOCKET, 'SO_BUF_LOCK', int, 'rw');
/** How long poll(2) and recv(2) may spin on the queue of the card before they sleep. Linux 3.11 */
export const SO_BUSY_POLL = option(SOL_SOCKET, 'SO_BUSY_POLL', microseconds, 'rw');
/** How many packets one round of busy polling may take; more than 64 takes CAP_NET_ADMIN. It cannot be read. Linux 5.11 */
export const SO_BUSY_POLL_BUDGET = option(SOL_SOCKET, 'SO_BUSY_POLL_BUDGET', int, 'w');
/** Advice on the connection: 1 is that the path seems dead, and IPv6 looks for another. Linux 4.6 */
export const SO_CNX_ADVICE = option(SOL_SOCKET, 'SO_CNX_ADVICE', int, 'w');
/** A number that no other socket has had since the machine started. Linux 4.12 */
export const SO_COOKIE = option(SOL_SOCKET, 'SO_COOKIE', uint64, 'r');
/** Trace in the kernel, if it was built to. With CAP_NET_ADMIN. */
export const SO_DEBUG = option(SOL_SOCKET, 'SO_DEBUG', flag, 'rw');
/** The domain that socket(2) was given: `AF_INET`, ... Linux 2.6.32 */
export const SO_DOMAIN = option(SOL_SOCKET, 'SO_DOMAIN', family, 'r');
/** Send to hosts on the local network only, past the gateways. */
export const SO_DONTROUTE = option(SOL_SOCKET, 'SO_DONTROUTE', flag, 'rw');
/** The pending error as an errno, 0 for none. Reading it clears it. */
export const SO_ERROR = option(SOL_SOCKET, 'SO_ERROR', int, 'r');
/** The CPU that packets of the connection were handled on last, -1 for none. Set, it is the CPU of a listener in a group of `SO_REUSEPORT`. Linux 3.19 */
export const SO_INCOMING_CPU = option(SOL_SOCKET, 'SO_INCOMING_CPU', int, 'rw');
/** The identity of the card's queue that packets came by last, 0 for none. Linux 4.12 */
export const SO_INCOMING_NAPI_ID = option(SOL_SOCKET, 'SO_INCOMING_NAPI_ID', uint32, 'r');
/** Probe a silent peer. When: `TCP_KEEPIDLE`, `TCP_KEEPINTVL`, `TCP_KEEPCNT`. */
export const SO_KEEPALIVE = option(SOL_SOCKET, 'SO_KEEPALIVE', flag, 'rw');
/** What close(2) does with unsent data. */
export const SO_LINGER = option(SOL_SOCKET, 'SO_LINGER', linger, 'rw');
/** The mark of packets for routing and netfilter, with CAP_NET_ADMIN. As a control message, of one packet. Linux 2.6.25 */
export const SO_MARK = also_cmsg(option(SOL_SOCKET, 'SO_MARK', uint32, 'rw'), SOL_SOCKET, whole(uint32), 'rw');
/** The pace that packets are sent at, at most: bytes a second, all ones (2^64 - 1) for no limit. Linux 3.13 */
export const SO_MAX_PACING_RATE = option(SOL_SOCKET, 'SO_MAX_PACING_RATE', pacing_rate, 'rw');
/** What memory the socket takes, and may take. Linux 4.12 */
export const SO_MEMINFO = option(SOL_SOCKET, 'SO_MEMINFO', meminfo, 'r');
/** A number that no other network namespace has had since the machine started. Linux 5.14 */
export const SO_NETNS_COOKIE = option(SOL_SOCKET, 'SO_NETNS_COOKIE', uint64, 'r');
/** Leave the frame check sequence to the sender of the bytes. Of packet(7) sockets, and takes a card that can do it. Linux 3.4 */
export const SO_NOFCS = option(SOL_SOCKET, 'SO_NOFCS', flag, 'rw');
/** Leave out the checksums of UDP over IPv4 that is sent. */
export const SO_NO_CHECK = option(SOL_SOCKET, 'SO_NO_CHECK', flag, 'rw');
/** Leave urgent data in the stream. */
export const SO_OOBINLINE = option(SOL_SOCKET, 'SO_OOBINLINE', flag, 'rw');
/** Messages bring `SCM_CREDENTIALS`. */
export const SO_PASSCRED = option(SOL_SOCKET, 'SO_PASSCRED', flag, 'rw');
/** Messages bring `SCM_PIDFD`. Linux 6.5 */
export const SO_PASSPIDFD = option(SOL_SOCKET, 'SO_PASSPIDFD', flag, 'rw');
/** Descriptors may arrive in `SCM_RIGHTS`. On unless it is switched off. Linux 6.16 */
export const SO_PASSRIGHTS = option(SOL_SOCKET, 'SO_PASSRIGHTS', flag, 'rw');
/** Messages bring SCM_SECURITY, the security label of the sender. Linux 2.6.18 */
export const SO_PASSSEC = option(SOL_SOCKET, 'SO_PASSSEC', flag, 'rw');
/** Where `MSG_PEEK` looks next, as an offset into the queue, -1: always at its start. Linux 3.4 */
export const SO_PEEK_OFF = option(SOL_SOCKET, 'SO_PEEK_OFF', bytes, 'rw');
/** Who is at the other end of a unix socket. */
export const SO_PEERCRED = option(SOL_SOCKET, 'SO_PEERCRED', ucred, 'r');
/** The supplementary groups of who made or connected the other end of a unix socket. Linux 4.13 */
export const SO_PEERGROUPS = option(SOL_SOCKET, 'SO_PEERGROUPS', list(uint32, ngroups_max), 'r');
/** The process at the other end of a unix socket, as a descriptor of pidfd_open(2) that is yours to close. Linux 6.5 */
export const SO_PEERPIDFD = option(SOL_SOCKET, 'SO_PEERPIDFD', descriptor, 'r');
/** The security label of the other end. */
export const SO_PEERSEC = option(SOL_SOCKET, 'SO_PEERSEC', text(4096), 'r');
/** Prefer busy-polling to interrupts of the card. Switched on, it takes CAP_NET_ADMIN. Linux 5.11 */
export const SO_PREFER_BUSY_POLL = option(SOL_SOCKET, 'SO_PREFER_BUSY_POLL', flag, 'rw');
/** The priority of what is sent, by which the queues of the card sort; more than 6 takes CAP_NET_ADMIN. */
export const SO_PRIORITY = option(SOL_SOCKET, 'SO_PRIORITY', int, 'rw');
/** The protocol of the socket: `IPPROTO_TCP`, ... Linux 2.6.32 */
export const SO_PROTOCOL = option(SOL_SOCKET, 'SO_PROTOCOL', int, 'r');
/** The receive buffer in bytes. The kernel doubles what it is given, up to `net.core.rmem_max`, and reads back that. */
export const SO_RCVBUF = option(SOL_SOCKET, 'SO_RCVBUF', bytes, 'rw');
/** {@link SO_RCVBUF} past `rmem_max`, with CAP_NET_ADMIN. Linux 2.6.14 */
export const SO_RCVBUFFORCE = option(SOL_SOCKET, 'SO_RCVBUFFORCE', bytes, 'w');
/** How many bytes make a socket readable. */
export const SO_RCVLOWAT = option(SOL_SOCKET, 'SO_RCVLOWAT', bytes, 'rw');
/** Datagrams bring their {@link SO_MARK}. Linux 5.19 */
export const SO_RCVMARK = option(SOL_SOCKET, 'SO_RCVMARK', flag, 'rw');
/** How long recv(2) and accept(2) may block before they say EAGAIN. With it set, signals interrupt (EINTR) whatever SA_RESTART says. */
export const SO_RCVTIMEO = option(SOL_SOCKET, 'SO_RCVTIMEO', timeval, 'rw');
/** Memory that is the socket's own, whatever the system's limits are. It needs a memory cgroup. Linux 5.16 */
export const SO_RESERVE_MEM = option(SOL_SOCKET, 'SO_RESERVE_MEM', bytes, 'rw');
/** bind(2) may take an address that still has connections in TIME_WAIT. Every listener on it must have said so. */
export const SO_REUSEADDR = option(SOL_SOCKET, 'SO_REUSEADDR', flag, 'rw');
/** Several sockets of one user may bind the same address, and share what arrives. Linux 3.9 */
export const SO_REUSEPORT = option(SOL_SOCKET, 'SO_REUSEPORT', flag, 'rw');
/** Messages bring the count of those that were dropped for want of room since the socket was made. It is the control message. Linux 2.6.33 */
export const SO_RXQ_OVFL = also_cmsg(option(SOL_SOCKET, 'SO_RXQ_OVFL', flag, 'rw'), SOL_SOCKET, whole(uint32), 'r');
/** poll(2) says POLLPRI for the error queue, beside POLLERR. Linux 3.10 */
export const SO_SELECT_ERR_QUEUE = option(SOL_SOCKET, 'SO_SELECT_ERR_QUEUE', flag, 'rw');
/** The send buffer in bytes. The kernel doubles what it is given, up to `net.core.wmem_max`, and reads back that. */
export const SO_SNDBUF = option(SOL_SOCKET, 'SO_SNDBUF', bytes, 'rw');
/** {@link SO_SNDBUF} past `wmem_max`, with CAP_NET_ADMIN. Linux 2.6.14 */
export const SO_SNDBUFFORCE = option(SOL_SOCKET, 'SO_SNDBUFFORCE', bytes, 'w');
/** Always 1 here, and cannot be set: the kernel has no such mark for the send buffer. */
export const SO_SNDLOWAT = option(SOL_SOCKET, 'SO_SNDLOWAT', bytes, 'r');
/** How long send(2) and connect(2) may block before they say EAGAIN (connect: EINPROGRESS). */
export const SO_SNDTIMEO = option(SOL_SOCKET, 'SO_SNDTIMEO', timeval, 'rw');
/** Datagrams bring the time of their arrival to the microsecond. That is the control message, which is `SCM_TIMESTAMP` too. */
export const SO_TIMESTAMP = also_cmsg(option(SOL_SOCKET, 'SO_TIMESTAMP', flag, 'rw'), SOL_SOCKET, whole(timeval), 'r');
/**
 * Which packets bring times, and of which clocks: `SOF_TIMESTAMPING_RX_SOFTWARE`, ..., or-ed. They arrive as `SCM_TIMESTAMPING`. As
 * a control message that is sent, the `SOF_TIMESTAMPING_TX_` flags of one packet. Since Linux 5.14 `{ flags, bind_phc }` names the
 * card's clock too. Linux 2.6.30
 */
export const SO_TIMESTAMPING = also_cmsg(
  option(SOL_SOCKET, 'SO_TIMESTAMPING', so_timestamping, 'rw'),
  SOL_SOCKET,
  uint32,
  'w',
);
/** {@link SO_TIMESTAMP} to the nanosecond, and `SCM_TIMESTAMPNS` too. Linux 2.6.22 */
export const SO_TIMESTAMPNS = also_cmsg(
  option(SOL_SOCKET, 'SO_TIMESTAMPNS', flag, 'rw'),
  SOL_SOCKET,
  whole(timespec),
  'r',
);
/** The path of a connection may be changed when it seems dead: `SOCK_TXREHASH_ENABLED`, `SOCK_TXREHASH_DISABLED`, or on a new socket `SOCK_TXREHASH_DEFAULT`. Linux 5.18 */
export const SO_TXREHASH = option(SOL_SOCKET, 'SO_TXREHASH', int, 'rw');
/** Packets may say when they are to leave, by `SCM_TXTIME`, and by which clock. It takes CAP_NET_ADMIN, but for CLOCK_MONOTONIC. Linux 4.19 */
export const SO_TXTIME = option(SOL_SOCKET, 'SO_TXTIME', sock_txtime, 'rw');
/** The type of the socket: `SOCK_STREAM`, ... */
export const SO_TYPE = option(SOL_SOCKET, 'SO_TYPE', int, 'r');
/** Ask for the status of wireless frames that were sent. Linux 3.3 */
export const SO_WIFI_STATUS = option(SOL_SOCKET, 'SO_WIFI_STATUS', flag, 'rw');
/** send(2) may be called with `MSG_ZEROCOPY`. Linux 4.14 */
export const SO_ZEROCOPY = option(SOL_SOCKET, 'SO_ZEROCOPY', flag, 'rw');
