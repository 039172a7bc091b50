// RFC 6458

import { type Codec, flag, int, struct } from '../codec/struct.js';
import { IPPROTO_SCTP } from '../level.js';
import { option } from './describe.js';
import { bytes, seconds } from './values.js';

/** The initial parameters of an association; 0 means the system's default. */
export interface SctpInitmsg {
  sinit_num_ostreams: number;
  sinit_max_instreams: number;
  sinit_max_attempts: number;
  /** Milliseconds. */
  sinit_max_init_timeo: number;
}

/** Retransmission timeouts, in milliseconds. */
export interface SctpRtoinfo {
  /** The association; 0 is the socket, or its only association. */
  srto_assoc_id: number;
  srto_initial: number;
  srto_max: number;
  srto_min: number;
}

/** The codec of {@link SctpInitmsg}. */
export const sctp_initmsg: Codec<SctpInitmsg> = struct('sctp_initmsg');
/** The codec of {@link SctpRtoinfo}. */
export const sctp_rtoinfo: Codec<SctpRtoinfo> = struct('sctp_rtoinfo');

// Not here: options whose value must name an association before it can be read, and SCTP_SOCKOPT_CONNECTX3, whose value contains a pointer;
// getsockopt refuses it.

/** The idle time after which an association of a SOCK_SEQPACKET socket is closed; 0 means never. */
export const SCTP_AUTOCLOSE = option(IPPROTO_SCTP, 'SCTP_AUTOCLOSE', seconds, 'rw');
/** Refuses to send messages that would need fragmentation (EMSGSIZE). */
export const SCTP_DISABLE_FRAGMENTS = option(IPPROTO_SCTP, 'SCTP_DISABLE_FRAGMENTS', flag, 'rw');
/** Allows parts of messages from several associations to be interleaved. Linux 2.6.21 */
export const SCTP_FRAGMENT_INTERLEAVE = option(IPPROTO_SCTP, 'SCTP_FRAGMENT_INTERLEAVE', int, 'rw');
/** The initial parameters of associations. */
export const SCTP_INITMSG = option(IPPROTO_SCTP, 'SCTP_INITMSG', sctp_initmsg, 'rw');
/** Presents IPv4 addresses as mapped IPv6 addresses. */
export const SCTP_I_WANT_MAPPED_V4_ADDR = option(IPPROTO_SCTP, 'SCTP_I_WANT_MAPPED_V4_ADDR', flag, 'rw');
/** Disables Nagle's algorithm. */
export const SCTP_NODELAY = option(IPPROTO_SCTP, 'SCTP_NODELAY', flag, 'rw');
/** The size at which part of a message is delivered before all of it has arrived. Linux 2.6.21 */
export const SCTP_PARTIAL_DELIVERY_POINT = option(IPPROTO_SCTP, 'SCTP_PARTIAL_DELIVERY_POINT', bytes, 'rw');
/** Received messages carry information about the next message. Linux 3.17 */
export const SCTP_RECVNXTINFO = option(IPPROTO_SCTP, 'SCTP_RECVNXTINFO', flag, 'rw');
/** Received messages carry their stream, sequence numbers and identifier. Linux 3.17 */
export const SCTP_RECVRCVINFO = option(IPPROTO_SCTP, 'SCTP_RECVRCVINFO', flag, 'rw');
/** Allows several sockets to bind the same port. Linux 4.19 */
export const SCTP_REUSE_PORT = option(IPPROTO_SCTP, 'SCTP_REUSE_PORT', flag, 'rw');
/** The retransmission timeouts. */
export const SCTP_RTOINFO = option(IPPROTO_SCTP, 'SCTP_RTOINFO', sctp_rtoinfo, 'rw');
