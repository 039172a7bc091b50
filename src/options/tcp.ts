// tcp(7)
import { whole } from '../codec/control.js';
import { uint32 } from '../codec/integer.js';
import { flag, int, list, text } from '../codec/struct.js';
import { IPPROTO_TCP } from '../level.js';
import { tcp_info } from '../structs/tcp-info.js';
import { also_cmsg, option } from './describe.js';
import { tcp_md5sig, tcp_repair_opt, tcp_repair_window } from './tcp-structs.js';
import { bytes, microseconds, milliseconds, opaque, seconds } from './values.js';

// Not here: TCP_ZEROCOPY_RECEIVE and TCP_AO_GET_KEYS, whose values contain pointers or counts that the kernel trusts; getsockopt refuses them.
// Also not here: TCP_COOKIE_TRANSACTIONS, which Linux 3.10 removed.

/** The state of the congestion control: the bytes of `struct tcp_bbr_info`, `tcpvegas_info` or `tcp_dctcp_info`; empty for other algorithms. Linux 4.1 */
export const TCP_CC_INFO = option(IPPROTO_TCP, 'TCP_CC_INFO', opaque(20), 'r');
/** The congestion control algorithm by name: `'reno'`, `'cubic'`, ... Linux 2.6.13 */
export const TCP_CONGESTION = option(IPPROTO_TCP, 'TCP_CONGESTION', text(16), 'rw');
/** Sends only full segments while it is set, for at most 200 ms. */
export const TCP_CORK = option(IPPROTO_TCP, 'TCP_CORK', flag, 'rw');
/** Wakes the listener when data arrives, not at the handshake. The value is how long it waits for data, in seconds. */
export const TCP_DEFER_ACCEPT = option(IPPROTO_TCP, 'TCP_DEFER_ACCEPT', seconds, 'rw');
/** The maximum delay of an acknowledgment. Linux 6.15 */
export const TCP_DELACK_MAX_US = option(IPPROTO_TCP, 'TCP_DELACK_MAX_US', microseconds, 'rw');
/** On a listener, the maximum number of TCP Fast Open connections whose handshake has not finished. Linux 3.7 */
export const TCP_FASTOPEN = option(IPPROTO_TCP, 'TCP_FASTOPEN', int, 'rw');
/** TCP Fast Open with plain connect(2) and send(2): the first data goes with the SYN, for which connect(2) does not wait. Linux 4.11 */
export const TCP_FASTOPEN_CONNECT = option(IPPROTO_TCP, 'TCP_FASTOPEN_CONNECT', flag, 'rw');
/** The key for TCP Fast Open cookies, 16 bytes; 32 bytes are the current key and the previous one. For a socket that listens, or will listen. Linux 4.15 */
export const TCP_FASTOPEN_KEY = option(IPPROTO_TCP, 'TCP_FASTOPEN_KEY', opaque(32), 'rw');
/** Accepts TCP Fast Open data in a SYN without a cookie. Linux 4.15 */
export const TCP_FASTOPEN_NO_COOKIE = option(IPPROTO_TCP, 'TCP_FASTOPEN_NO_COOKIE', flag, 'rw');
/** The state of the connection. */
export const TCP_INFO = option(IPPROTO_TCP, 'TCP_INFO', tcp_info, 'r');
/** recvmsg(2) returns a control message, `TCP_CM_INQ` in C, with the number of bytes that are left to read. Linux 4.18 */
export const TCP_INQ = also_cmsg(option(IPPROTO_TCP, 'TCP_INQ', flag, 'rw'), IPPROTO_TCP, whole(int), 'r');
/** 1 if the connection uses Multipath TCP, 0 if it fell back to TCP. Linux 6.9 */
export const TCP_IS_MPTCP = option(IPPROTO_TCP, 'TCP_IS_MPTCP', flag, 'r');
/** The number of unanswered keepalive probes after which the connection is dropped, 1 to 127. */
export const TCP_KEEPCNT = option(IPPROTO_TCP, 'TCP_KEEPCNT', int, 'rw');
/** Seconds of silence before the first keepalive probe. */
export const TCP_KEEPIDLE = option(IPPROTO_TCP, 'TCP_KEEPIDLE', seconds, 'rw');
/** Seconds between keepalive probes. */
export const TCP_KEEPINTVL = option(IPPROTO_TCP, 'TCP_KEEPINTVL', seconds, 'rw');
/** How long a closed socket stays in FIN_WAIT2, in seconds; -1 means not at all. */
export const TCP_LINGER2 = option(IPPROTO_TCP, 'TCP_LINGER2', seconds, 'rw');
/** The maximum segment size, bytes of payload. Before connect(2) it limits the size that is announced; afterwards it reads as the size in use. */
export const TCP_MAXSEG = option(IPPROTO_TCP, 'TCP_MAXSEG', bytes, 'rw');
/** The MD5 key of a peer: RFC 2385. Segments that are not signed with it are dropped. Linux 2.6.20 */
export const TCP_MD5SIG = option(IPPROTO_TCP, 'TCP_MD5SIG', tcp_md5sig, 'w');
/** {@link TCP_MD5SIG} for all addresses with a prefix, or for one L3 domain. Linux 4.13 */
export const TCP_MD5SIG_EXT = option(IPPROTO_TCP, 'TCP_MD5SIG_EXT', tcp_md5sig, 'w');
/** Disables Nagle's algorithm. */
export const TCP_NODELAY = option(IPPROTO_TCP, 'TCP_NODELAY', flag, 'rw');
/** A socket with more unsent bytes than this in its queue is not writable. Linux 3.12 */
export const TCP_NOTSENT_LOWAT = option(IPPROTO_TCP, 'TCP_NOTSENT_LOWAT', bytes, 'rw');
/** In repair mode: the next sequence number of the queue that {@link TCP_REPAIR_QUEUE} selects. Linux 3.5 */
export const TCP_QUEUE_SEQ = option(IPPROTO_TCP, 'TCP_QUEUE_SEQ', uint32, 'rw');
/** Acknowledges at once. It is not permanent: the kernel returns to delayed acknowledgments by itself. */
export const TCP_QUICKACK = option(IPPROTO_TCP, 'TCP_QUICKACK', flag, 'rw');
/**
 * Repair mode, in which the state of a connection can be read or set without sending a packet: `TCP_REPAIR_ON`, `TCP_REPAIR_OFF`,
 * `TCP_REPAIR_OFF_NO_WP`. Needs CAP_NET_ADMIN. Reads as on or off. Linux 3.5
 */
export const TCP_REPAIR = option(IPPROTO_TCP, 'TCP_REPAIR', int, 'rw');
/** In repair mode: the options that the handshake negotiated. Linux 3.5 */
export const TCP_REPAIR_OPTIONS = option(IPPROTO_TCP, 'TCP_REPAIR_OPTIONS', list(tcp_repair_opt, 0), 'w');
/** In repair mode: the queue that send(2), recv(2) and {@link TCP_QUEUE_SEQ} work on, `TCP_RECV_QUEUE` or `TCP_SEND_QUEUE`. Linux 3.5 */
export const TCP_REPAIR_QUEUE = option(IPPROTO_TCP, 'TCP_REPAIR_QUEUE', int, 'rw');
/** In repair mode: the windows of the connection. Linux 4.8 */
export const TCP_REPAIR_WINDOW = option(IPPROTO_TCP, 'TCP_REPAIR_WINDOW', tcp_repair_window, 'rw');
/** The maximum retransmission timeout. Linux 6.15 */
export const TCP_RTO_MAX_MS = option(IPPROTO_TCP, 'TCP_RTO_MAX_MS', milliseconds, 'rw');
/** The minimum retransmission timeout. Linux 6.15 */
export const TCP_RTO_MIN_US = option(IPPROTO_TCP, 'TCP_RTO_MIN_US', microseconds, 'rw');
/** The headers of the SYN that opened the connection, which {@link TCP_SAVE_SYN} saved. They can be read once. Linux 4.2 */
export const TCP_SAVED_SYN = option(IPPROTO_TCP, 'TCP_SAVED_SYN', opaque(1024), 'r');
/** On a listener: 1 saves the SYN of each connection, 2 its link-layer header too. Linux 4.2 */
export const TCP_SAVE_SYN = option(IPPROTO_TCP, 'TCP_SAVE_SYN', int, 'rw');
/** The number of times that a SYN is retransmitted, 1 to 255. */
export const TCP_SYNCNT = option(IPPROTO_TCP, 'TCP_SYNCNT', int, 'rw');
/** No effect since Linux 4.11; reads as 0. Linux 2.6.34 */
export const TCP_THIN_DUPACK = option(IPPROTO_TCP, 'TCP_THIN_DUPACK', flag, 'rw');
/** Retransmits a thin stream, one with few segments in flight, with linear instead of exponential timeouts. Linux 2.6.34 */
export const TCP_THIN_LINEAR_TIMEOUTS = option(IPPROTO_TCP, 'TCP_THIN_LINEAR_TIMEOUTS', flag, 'rw');
/** The current TCP timestamp, in ticks of its clock. It can be set in repair mode. Linux 3.9 */
export const TCP_TIMESTAMP = option(IPPROTO_TCP, 'TCP_TIMESTAMP', uint32, 'rw');
/** Delays sent packets, to emulate a long path on one machine. Linux 5.3 */
export const TCP_TX_DELAY = option(IPPROTO_TCP, 'TCP_TX_DELAY', microseconds, 'rw');
/** The upper layer protocol, by name: `'tls'`, `'espintcp'`. Linux 4.13 */
export const TCP_ULP = option(IPPROTO_TCP, 'TCP_ULP', text(16), 'rw');
/** How long sent data can stay unacknowledged before the connection ends with ETIMEDOUT, in milliseconds; 0 means the system's default. Linux 2.6.37 */
export const TCP_USER_TIMEOUT = option(IPPROTO_TCP, 'TCP_USER_TIMEOUT', milliseconds, 'rw');
/** The maximum receive window that is advertised, at least half the minimum receive buffer. 0 on an unconnected socket means no limit. */
export const TCP_WINDOW_CLAMP = option(IPPROTO_TCP, 'TCP_WINDOW_CLAMP', bytes, 'rw');
