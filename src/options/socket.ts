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

// Not here: SO_PEERNAME, which fails if the buffer is longer than the address (getpeername(2) returns the same); and SO_TIMESTAMP_NEW and
// similar options, which differ from SO_TIMESTAMP only on 32-bit machines.

/** NGROUPS_MAX of limits.h: the maximum number of groups of a process. */
const ngroups_max = 65_536;

/** The buffer is larger than the struct of current kernels, which may grow. */
const meminfo = told(64, sk_meminfo);

/** 1 if the socket is listening. */
export const SO_ACCEPTCONN = option(SOL_SOCKET, 'SO_ACCEPTCONN', flag, 'r');
/** Binds the socket to the interface of this name: it sends and receives only through it. `''` removes the binding. Since Linux 3.8 it can be read. */
export const SO_BINDTODEVICE = option(SOL_SOCKET, 'SO_BINDTODEVICE', text(16), 'rw');
/** {@link SO_BINDTODEVICE} by the index of the interface; 0 for none. Linux 5.1 */
export const SO_BINDTOIFINDEX = option(SOL_SOCKET, 'SO_BINDTOIFINDEX', ifindex, 'rw');
/** Allows datagrams to broadcast addresses. */
export const SO_BROADCAST = option(SOL_SOCKET, 'SO_BROADCAST', flag, 'rw');
/** The buffers whose size the kernel does not adjust: `SOCK_SNDBUF_LOCK`, `SOCK_RCVBUF_LOCK`, or-ed. Linux 5.15 */
export const SO_BUF_LOCK = option(SOL_SOCKET, 'SO_BUF_LOCK', int, 'rw');
/** How long poll(2) and recv(2) busy-poll the device queue before they sleep. Linux 3.11 */
export const SO_BUSY_POLL = option(SOL_SOCKET, 'SO_BUSY_POLL', microseconds, 'rw');
/** The maximum number of packets in one round of busy polling. More than 64 needs CAP_NET_ADMIN. It cannot be read. Linux 5.11 */
export const SO_BUSY_POLL_BUDGET = option(SOL_SOCKET, 'SO_BUSY_POLL_BUDGET', int, 'w');
/** Advice to the kernel about the connection: 1 says that the path seems dead, and IPv6 looks for another. Linux 4.6 */
export const SO_CNX_ADVICE = option(SOL_SOCKET, 'SO_CNX_ADVICE', int, 'w');
/** A number that no other socket has had since boot. Linux 4.12 */
export const SO_COOKIE = option(SOL_SOCKET, 'SO_COOKIE', uint64, 'r');
/** Enables socket debugging, if the kernel was built with it. Needs CAP_NET_ADMIN. */
export const SO_DEBUG = option(SOL_SOCKET, 'SO_DEBUG', flag, 'rw');
/** The domain of the socket: `AF_INET`, ... Linux 2.6.32 */
export const SO_DOMAIN = option(SOL_SOCKET, 'SO_DOMAIN', family, 'r');
/** Sends without gateways, only to directly connected hosts. */
export const SO_DONTROUTE = option(SOL_SOCKET, 'SO_DONTROUTE', flag, 'rw');
/** The pending error as an errno; 0 for none. Reading clears it. */
export const SO_ERROR = option(SOL_SOCKET, 'SO_ERROR', int, 'r');
/**
 * The CPU that last handled packets of the connection; -1 for none. Set on a listener of a `SO_REUSEPORT` group, it makes the listener
 * preferred on that CPU. Linux 3.19
 */
export const SO_INCOMING_CPU = option(SOL_SOCKET, 'SO_INCOMING_CPU', int, 'rw');
/** The NAPI ID of the device queue that last received a packet; 0 for none. Linux 4.12 */
export const SO_INCOMING_NAPI_ID = option(SOL_SOCKET, 'SO_INCOMING_NAPI_ID', uint32, 'r');
/** Probes a silent peer. `TCP_KEEPIDLE`, `TCP_KEEPINTVL` and `TCP_KEEPCNT` say when. */
export const SO_KEEPALIVE = option(SOL_SOCKET, 'SO_KEEPALIVE', flag, 'rw');
/** What close(2) does with unsent data. */
export const SO_LINGER = option(SOL_SOCKET, 'SO_LINGER', linger, 'rw');
/** The mark of sent packets, for routing and netfilter. Needs CAP_NET_ADMIN. As a control message, for one packet. Linux 2.6.25 */
export const SO_MARK = also_cmsg(option(SOL_SOCKET, 'SO_MARK', uint32, 'rw'), SOL_SOCKET, whole(uint32), 'rw');
/** The maximum transmit rate, in bytes per second; all ones (2^64 - 1) means no limit. Linux 3.13 */
export const SO_MAX_PACING_RATE = option(SOL_SOCKET, 'SO_MAX_PACING_RATE', pacing_rate, 'rw');
/** The memory use of the socket, and its limits. Linux 4.12 */
export const SO_MEMINFO = option(SOL_SOCKET, 'SO_MEMINFO', meminfo, 'r');
/** The cookie of the network namespace: a number that no other namespace has had since boot. Linux 5.14 */
export const SO_NETNS_COOKIE = option(SOL_SOCKET, 'SO_NETNS_COOKIE', uint64, 'r');
/** The program supplies the frame check sequence. For packet(7) sockets, on a device that supports it. Linux 3.4 */
export const SO_NOFCS = option(SOL_SOCKET, 'SO_NOFCS', flag, 'rw');
/** Sends UDP over IPv4 without checksums. */
export const SO_NO_CHECK = option(SOL_SOCKET, 'SO_NO_CHECK', flag, 'rw');
/** Leaves urgent data in the stream. */
export const SO_OOBINLINE = option(SOL_SOCKET, 'SO_OOBINLINE', flag, 'rw');
/** Received messages carry `SCM_CREDENTIALS`, the credentials of the sender. */
export const SO_PASSCRED = option(SOL_SOCKET, 'SO_PASSCRED', flag, 'rw');
/** Received messages carry `SCM_PIDFD`, a pidfd of the sender. Linux 6.5 */
export const SO_PASSPIDFD = option(SOL_SOCKET, 'SO_PASSPIDFD', flag, 'rw');
/** Allows `SCM_RIGHTS` to bring descriptors. On by default. Linux 6.16 */
export const SO_PASSRIGHTS = option(SOL_SOCKET, 'SO_PASSRIGHTS', flag, 'rw');
/** Received messages carry SCM_SECURITY, the security label of the sender. Linux 2.6.18 */
export const SO_PASSSEC = option(SOL_SOCKET, 'SO_PASSSEC', flag, 'rw');
/** The offset in the receive queue at which `MSG_PEEK` looks next; -1 means always at its start. Linux 3.4 */
export const SO_PEEK_OFF = option(SOL_SOCKET, 'SO_PEEK_OFF', bytes, 'rw');
/** The credentials of the peer of a unix socket. */
export const SO_PEERCRED = option(SOL_SOCKET, 'SO_PEERCRED', ucred, 'r');
/** The supplementary groups of the peer of a unix socket. Linux 4.13 */
export const SO_PEERGROUPS = option(SOL_SOCKET, 'SO_PEERGROUPS', list(uint32, ngroups_max), 'r');
/** A pidfd of the peer process of a unix socket, as pidfd_open(2) makes. The caller must close it. Linux 6.5 */
export const SO_PEERPIDFD = option(SOL_SOCKET, 'SO_PEERPIDFD', descriptor, 'r');
/** The security label of the peer. */
export const SO_PEERSEC = option(SOL_SOCKET, 'SO_PEERSEC', text(4096), 'r');
/** Prefers busy polling to device interrupts. Enabling it needs CAP_NET_ADMIN. Linux 5.11 */
export const SO_PREFER_BUSY_POLL = option(SOL_SOCKET, 'SO_PREFER_BUSY_POLL', flag, 'rw');
/** The priority of sent packets in the device queue. More than 6 needs CAP_NET_ADMIN. */
export const SO_PRIORITY = option(SOL_SOCKET, 'SO_PRIORITY', int, 'rw');
/** The protocol of the socket: `IPPROTO_TCP`, ... Linux 2.6.32 */
export const SO_PROTOCOL = option(SOL_SOCKET, 'SO_PROTOCOL', int, 'r');
/** The size of the receive buffer, in bytes. The kernel limits the value to `net.core.rmem_max` and doubles it; the doubled value is read back. */
export const SO_RCVBUF = option(SOL_SOCKET, 'SO_RCVBUF', bytes, 'rw');
/** {@link SO_RCVBUF} without the limit of `rmem_max`. Needs CAP_NET_ADMIN. Linux 2.6.14 */
export const SO_RCVBUFFORCE = option(SOL_SOCKET, 'SO_RCVBUFFORCE', bytes, 'w');
/** The minimum number of bytes for which the socket is readable. */
export const SO_RCVLOWAT = option(SOL_SOCKET, 'SO_RCVLOWAT', bytes, 'rw');
/** Received datagrams carry their {@link SO_MARK}. Linux 5.19 */
export const SO_RCVMARK = option(SOL_SOCKET, 'SO_RCVMARK', flag, 'rw');
/** How long recv(2) and accept(2) block before they fail with EAGAIN. With a timeout, signals interrupt them (EINTR) even with SA_RESTART. */
export const SO_RCVTIMEO = option(SOL_SOCKET, 'SO_RCVTIMEO', timeval, 'rw');
/** Memory that is reserved for the socket, whatever the system's limits are. Needs a memory cgroup. Linux 5.16 */
export const SO_RESERVE_MEM = option(SOL_SOCKET, 'SO_RESERVE_MEM', bytes, 'rw');
/** Allows bind(2) to an address that still has connections in TIME_WAIT. The earlier sockets of that address must have had the option too. */
export const SO_REUSEADDR = option(SOL_SOCKET, 'SO_REUSEADDR', flag, 'rw');
/** Allows several sockets of one user to bind the same address and share what arrives. Linux 3.9 */
export const SO_REUSEPORT = option(SOL_SOCKET, 'SO_REUSEPORT', flag, 'rw');
/** Received messages carry a control message with the number of messages dropped for lack of buffer space since the socket was created. Linux 2.6.33 */
export const SO_RXQ_OVFL = also_cmsg(option(SOL_SOCKET, 'SO_RXQ_OVFL', flag, 'rw'), SOL_SOCKET, whole(uint32), 'r');
/** poll(2) reports POLLPRI, besides POLLERR, if the error queue has messages. Linux 3.10 */
export const SO_SELECT_ERR_QUEUE = option(SOL_SOCKET, 'SO_SELECT_ERR_QUEUE', flag, 'rw');
/** The size of the send buffer, in bytes. The kernel limits the value to `net.core.wmem_max` and doubles it; the doubled value is read back. */
export const SO_SNDBUF = option(SOL_SOCKET, 'SO_SNDBUF', bytes, 'rw');
/** {@link SO_SNDBUF} without the limit of `wmem_max`. Needs CAP_NET_ADMIN. Linux 2.6.14 */
export const SO_SNDBUFFORCE = option(SOL_SOCKET, 'SO_SNDBUFFORCE', bytes, 'w');
/** Always 1 on Linux, and cannot be set: the send buffer has no low-water mark. */
export const SO_SNDLOWAT = option(SOL_SOCKET, 'SO_SNDLOWAT', bytes, 'r');
/** How long send(2) and connect(2) block before they fail with EAGAIN (connect: EINPROGRESS). */
export const SO_SNDTIMEO = option(SOL_SOCKET, 'SO_SNDTIMEO', timeval, 'rw');
/** Received datagrams carry a control message, also called `SCM_TIMESTAMP`, with the time of their arrival in microseconds. */
export const SO_TIMESTAMP = also_cmsg(option(SOL_SOCKET, 'SO_TIMESTAMP', flag, 'rw'), SOL_SOCKET, whole(timeval), 'r');
/**
 * The packets that get timestamps, and from which clocks: `SOF_TIMESTAMPING_RX_SOFTWARE`, ..., or-ed. Timestamps arrive as
 * `SCM_TIMESTAMPING`. As a control message to be sent, it is the `SOF_TIMESTAMPING_TX_` flags of one packet. Since Linux 5.14, `{ flags,
 * bind_phc }` also chooses the clock of the network card. Linux 2.6.30
 */
export const SO_TIMESTAMPING = also_cmsg(
  option(SOL_SOCKET, 'SO_TIMESTAMPING', so_timestamping, 'rw'),
  SOL_SOCKET,
  uint32,
  'w',
);
/** {@link SO_TIMESTAMP} in nanoseconds; the control message is also called `SCM_TIMESTAMPNS`. Linux 2.6.22 */
export const SO_TIMESTAMPNS = also_cmsg(
  option(SOL_SOCKET, 'SO_TIMESTAMPNS', flag, 'rw'),
  SOL_SOCKET,
  whole(timespec),
  'r',
);
/**
 * Whether the kernel tries another path if that of the connection seems dead: `SOCK_TXREHASH_ENABLED`, `SOCK_TXREHASH_DISABLED`, or on a new
 * socket `SOCK_TXREHASH_DEFAULT`. Linux 5.18
 */
export const SO_TXREHASH = option(SOL_SOCKET, 'SO_TXREHASH', int, 'rw');
/** Lets `SCM_TXTIME` set the transmit time of packets, and chooses its clock. Needs CAP_NET_ADMIN, except with CLOCK_MONOTONIC. Linux 4.19 */
export const SO_TXTIME = option(SOL_SOCKET, 'SO_TXTIME', sock_txtime, 'rw');
/** The type of the socket: `SOCK_STREAM`, ... */
export const SO_TYPE = option(SOL_SOCKET, 'SO_TYPE', int, 'r');
/** Reports the status of sent wireless frames. Linux 3.3 */
export const SO_WIFI_STATUS = option(SOL_SOCKET, 'SO_WIFI_STATUS', flag, 'rw');
/** Allows `MSG_ZEROCOPY` in send(2). Linux 4.14 */
export const SO_ZEROCOPY = option(SOL_SOCKET, 'SO_ZEROCOPY', flag, 'rw');
