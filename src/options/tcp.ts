// tcp(7)
import { whole } from '../codec/control.js';
import { uint32 } from '../codec/integer.js';
import { flag, int, list, text } from '../codec/struct.js';
import { IPPROTO_TCP } from '../level.js';
import { tcp_info } from '../structs/tcp-info.js';
import { also_cmsg, option } from './describe.js';
import { tcp_md5sig, tcp_repair_opt, tcp_repair_window } from './tcp-structs.js';
import { bytes, microseconds, milliseconds, opaque, seconds } from './values.js';

// Not here: TCP_ZEROCOPY_RECEIVE and TCP_AO_GET_KEYS, whose values hold addresses or counts that the kernel would go by;
// getsockopt refuses them. TCP_COOKIE_TRANSACTIONS, which Linux 3.10 took out again.

/** What the congestion control knows of the connection: the bytes of `struct tcp_bbr_info`, `tcpvegas_info` or `tcp_dctcp_info`, none for others. Linux 4.1 */
export const TCP_CC_INFO = option(IPPROTO_TCP, 'TCP_CC_INFO', opaque(20), 'r');
/** The congestion control algorithm by name: `'reno'`, `'cubic'`, ... Linux 2.6.13 */
export const TCP_CONGESTION = option(IPPROTO_TCP, 'TCP_CONGESTION', text(16), 'rw');
/** Send only full segments until it is taken away, for at most 200 ms. */
export const TCP_CORK = option(IPPROTO_TCP, 'TCP_CORK', flag, 'rw');
/** Wake the listener when data arrives, not at the handshake: seconds to wait for it. */
export const TCP_DEFER_ACCEPT = option(IPPROTO_TCP, 'TCP_DEFER_ACCEPT', seconds, 'rw');
/** At most so long may the acknowledgment of data be delayed. Linux 6.15 */
export const TCP_DELACK_MAX_US = option(IPPROTO_TCP, 'TCP_DELACK_MAX_US', microseconds, 'rw');
/** On a listener, how many connections may be open by data in the SYN before their handshake ends. Linux 3.7 */
export const TCP_FASTOPEN = option(IPPROTO_TCP, 'TCP_FASTOPEN', int, 'rw');
/** Open by data in the SYN, with nothing to be called but connect(2) and send(2). connect(2) then does not wait. Linux 4.11 */
export const TCP_FASTOPEN_CONNECT = option(IPPROTO_TCP, 'TCP_FASTOPEN_CONNECT', flag, 'rw');
/** The key that cookies of fast open are made with, 16 bytes; 32 are the new one and the one before. It takes a listener, or one to be. Linux 4.15 */
export const TCP_FASTOPEN_KEY = option(IPPROTO_TCP, 'TCP_FASTOPEN_KEY', opaque(32), 'rw');
/** Data may come in the SYN without a cookie. Linux 4.15 */
export const TCP_FASTOPEN_NO_COOKIE = option(IPPROTO_TCP, 'TCP_FASTOPEN_NO_COOKIE', flag, 'rw');
/** What the kernel knows of the connection. */
export const TCP_INFO = option(IPPROTO_TCP, 'TCP_INFO', tcp_info, 'r');
/** Messages bring how many bytes are left to be read. That is the control message, `TCP_CM_INQ` in C. Linux 4.18 */
export const TCP_INQ = also_cmsg(option(IPPROTO_TCP, 'TCP_INQ', flag, 'rw'), IPPROTO_TCP, whole(int), 'r');
/** 1 when the connection uses Multipath TCP, 0 when it fell back to TCP. Linux 6.9 */
export const TCP_IS_MPTCP = option(IPPROTO_TCP, 'TCP_IS_MPTCP', flag, 'r');
/** Unanswered probes before the connection is dropped, 1 to 127. */
export const TCP_KEEPCNT = option(IPPROTO_TCP, 'TCP_KEEPCNT', int, 'rw');
/** Seconds of silence before the first probe. */
export const TCP_KEEPIDLE = option(IPPROTO_TCP, 'TCP_KEEPIDLE', seconds, 'rw');
/** Seconds between probes. */
export const TCP_KEEPINTVL = option(IPPROTO_TCP, 'TCP_KEEPINTVL', seconds, 'rw');
/** Seconds in FIN_WAIT2 after the socket is closed; -1: do not wait. */
export const TCP_LINGER2 = option(IPPROTO_TCP, 'TCP_LINGER2', seconds, 'rw');
/** Bytes of payload in a segment. Before the connection it limits what is announced, after it reads what holds. */
export const TCP_MAXSEG = option(IPPROTO_TCP, 'TCP_MAXSEG', bytes, 'rw');
/** The key of a peer, RFC 2385. A segment that is not signed with it is dropped. Linux 2.6.20 */
export const TCP_MD5SIG = option(IPPROTO_TCP, 'TCP_MD5SIG', tcp_md5sig, 'w');
/** {@link TCP_MD5SIG} of all the addresses with a prefix, or of one L3 domain. Linux 4.13 */
export const TCP_MD5SIG_EXT = option(IPPROTO_TCP, 'TCP_MD5SIG_EXT', tcp_md5sig, 'w');
/** Switch Nagle's algorithm off. */
export const TCP_NODELAY = option(IPPROTO_TCP, 'TCP_NODELAY', flag, 'rw');
/** With more unsent bytes than this in its queue a socket is not writable. Linux 3.12 */
export const TCP_NOTSENT_LOWAT = option(IPPROTO_TCP, 'TCP_NOTSENT_LOWAT', bytes, 'rw');
/** On a socket under repair: the next sequence number of the queue that {@link TCP_REPAIR_QUEUE} chose. Linux 3.5 */
export const TCP_QUEUE_SEQ = option(IPPROTO_TCP, 'TCP_QUEUE_SEQ', uint32, 'rw');
/** Acknowledge at once. Not permanent: the kernel goes back to delaying by itself. */
export const TCP_QUICKACK = option(IPPROTO_TCP, 'TCP_QUICKACK', flag, 'rw');
/** Take the connection apart, or put it together, without sending a packet: `TCP_REPAIR_ON`, `TCP_REPAIR_OFF`, `TCP_REPAIR_OFF_NO_WP`. It takes CAP_NET_ADMIN, and is read as on or off. Linux 3.5 */
export const TCP_REPAIR = option(IPPROTO_TCP, 'TCP_REPAIR', int, 'rw');
/** On a socket under repair: what the handshake agreed on. Linux 3.5 */
export const TCP_REPAIR_OPTIONS = option(IPPROTO_TCP, 'TCP_REPAIR_OPTIONS', list(tcp_repair_opt, 0), 'w');
/** On a socket under repair: which queue send(2), recv(2) and {@link TCP_QUEUE_SEQ} are of, `TCP_RECV_QUEUE` or `TCP_SEND_QUEUE`. Linux 3.5 */
export const TCP_REPAIR_QUEUE = option(IPPROTO_TCP, 'TCP_REPAIR_QUEUE', int, 'rw');
/** On a socket under repair: its windows. Linux 4.8 */
export const TCP_REPAIR_WINDOW = option(IPPROTO_TCP, 'TCP_REPAIR_WINDOW', tcp_repair_window, 'rw');
/** At most so long does a retransmission wait. Linux 6.15 */
export const TCP_RTO_MAX_MS = option(IPPROTO_TCP, 'TCP_RTO_MAX_MS', milliseconds, 'rw');
/** At least so long does a retransmission wait. Linux 6.15 */
export const TCP_RTO_MIN_US = option(IPPROTO_TCP, 'TCP_RTO_MIN_US', microseconds, 'rw');
/** The headers of the SYN that began the connection, kept since {@link TCP_SAVE_SYN}. They can be read once. Linux 4.2 */
export const TCP_SAVED_SYN = option(IPPROTO_TCP, 'TCP_SAVED_SYN', opaque(1024), 'r');
/** On a listener: keep the SYN of each connection. 2 keeps its link header too. Linux 4.2 */
export const TCP_SAVE_SYN = option(IPPROTO_TCP, 'TCP_SAVE_SYN', int, 'rw');
/** How often a SYN is sent again, 1 to 255. */
export const TCP_SYNCNT = option(IPPROTO_TCP, 'TCP_SYNCNT', int, 'rw');
/** Has no effect since Linux 4.11, and reads as 0. Linux 2.6.34 */
export const TCP_THIN_DUPACK = option(IPPROTO_TCP, 'TCP_THIN_DUPACK', flag, 'rw');
/** Retransmit a stream of few segments at once, without waiting longer each time. Linux 2.6.34 */
export const TCP_THIN_LINEAR_TIMEOUTS = option(IPPROTO_TCP, 'TCP_THIN_LINEAR_TIMEOUTS', flag, 'rw');
/** The clock of TCP's timestamps, in its own ticks. It can be set under repair. Linux 3.9 */
export const TCP_TIMESTAMP = option(IPPROTO_TCP, 'TCP_TIMESTAMP', uint32, 'rw');
/** Delays what is sent, to play a long path on one machine. Linux 5.3 */
export const TCP_TX_DELAY = option(IPPROTO_TCP, 'TCP_TX_DELAY', microseconds, 'rw');
/** The protocol above TCP by name: `'tls'`, `'espintcp'`. Linux 4.13 */
export const TCP_ULP = option(IPPROTO_TCP, 'TCP_ULP', text(16), 'rw');
/** Milliseconds that sent data may stay unacknowledged before the connection ends with ETIMEDOUT; 0: the system's default. Linux 2.6.37 */
export const TCP_USER_TIMEOUT = option(IPPROTO_TCP, 'TCP_USER_TIMEOUT', milliseconds, 'rw');
/** The receive window that is offered, at most; half of the least receive buffer at least, 0 on an unconnected socket for no limit. */
export const TCP_WINDOW_CLAMP = option(IPPROTO_TCP, 'TCP_WINDOW_CLAMP', bytes, 'rw');
