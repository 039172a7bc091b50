// RFC 6458: the options of sockets, one by one

import { type Codec, flag, int, struct } from '../codec/struct.js';
import { IPPROTO_SCTP } from '../level.js';
import { option } from './describe.js';
import { bytes, seconds } from './values.js';

/** What an association begins with; 0 for the system's. */
export interface SctpInitmsg {
  sinit_num_ostreams: number;
  sinit_max_instreams: number;
  sinit_max_attempts: number;
  /** Milliseconds. */
  sinit_max_init_timeo: number;
}

/** How long retransmissions wait, milliseconds. */
export interface SctpRtoinfo {
  /** 0 for the socket, or for its only association. */
  srto_assoc_id: number;
  srto_initial: number;
  srto_max: number;
  srto_min: number;
}

/** The codec of {@link SctpInitmsg}. */
export const sctp_initmsg: Codec<SctpInitmsg> = struct('sctp_initmsg');
/** The codec of {@link SctpRtoinfo}. */
export const sctp_rtoinfo: Codec<SctpRtoinfo> = struct('sctp_rtoinfo');

// Not here: those that are told which association they are of before they answer, and SCTP_SOCKOPT_CONNECTX3, whose value
// holds an address; getsockopt refuses it.

/** How long an association of a SOCK_SEQPACKET socket may be silent before it is closed, 0 for ever. */
export const SCTP_AUTOCLOSE = option(IPPROTO_SCTP, 'SCTP_AUTOCLOSE', seconds, 'rw');
/** Refuse (EMSGSIZE) what would have to be cut into fragments. */
export const SCTP_DISABLE_FRAGMENTS = option(IPPROTO_SCTP, 'SCTP_DISABLE_FRAGMENTS', flag, 'rw');
/** Parts of messages of several associations may arrive in turn. Linux 2.6.21 */
export const SCTP_FRAGMENT_INTERLEAVE = option(IPPROTO_SCTP, 'SCTP_FRAGMENT_INTERLEAVE', int, 'rw');
/** What an association begins with. */
export const SCTP_INITMSG = option(IPPROTO_SCTP, 'SCTP_INITMSG', sctp_initmsg, 'rw');
/** IPv4 addresses are mapped into IPv6. */
export const SCTP_I_WANT_MAPPED_V4_ADDR = option(IPPROTO_SCTP, 'SCTP_I_WANT_MAPPED_V4_ADDR', flag, 'rw');
/** Switch Nagle's algorithm off. */
export const SCTP_NODELAY = option(IPPROTO_SCTP, 'SCTP_NODELAY', flag, 'rw');
/** How much of a message must be there before the part of it is delivered. Linux 2.6.21 */
export const SCTP_PARTIAL_DELIVERY_POINT = option(IPPROTO_SCTP, 'SCTP_PARTIAL_DELIVERY_POINT', bytes, 'rw');
/** Messages bring what is known of the next. Linux 3.17 */
export const SCTP_RECVNXTINFO = option(IPPROTO_SCTP, 'SCTP_RECVNXTINFO', flag, 'rw');
/** Messages bring their stream, number and identifier. Linux 3.17 */
export const SCTP_RECVRCVINFO = option(IPPROTO_SCTP, 'SCTP_RECVRCVINFO', flag, 'rw');
/** Several sockets may bind the same port. Linux 4.19 */
export const SCTP_REUSE_PORT = option(IPPROTO_SCTP, 'SCTP_REUSE_PORT', flag, 'rw');
/** How long retransmissions wait. */
export const SCTP_RTOINFO = option(IPPROTO_SCTP, 'SCTP_RTOINFO', sctp_rtoinfo, 'rw');
