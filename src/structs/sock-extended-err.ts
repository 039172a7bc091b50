import { part } from '../codec/intrinsics.js';
import { type Codec, check_bytes, padded, struct } from '../codec/struct.js';
import { layout } from '../headers.js';
import { bytes_of, type SockAddr } from '../sockaddr/address.js';
import { sockaddr } from '../sockaddr/sockaddr.js';

/** C's `struct sock_extended_err`, without its padding: ip(7). */
interface ExtendedError {
  /** The errno: `ECONNREFUSED`, ... It is `ENOMSG` for a timestamp, which is not an error, and 0 for a completion of `MSG_ZEROCOPY`. */
  ee_errno: number;
  /** The origin: `SO_EE_ORIGIN_LOCAL`, `SO_EE_ORIGIN_ICMP`, `SO_EE_ORIGIN_ICMP6`, `SO_EE_ORIGIN_TIMESTAMPING`, ... */
  ee_origin: number;
  /** The type of the ICMP message. */
  ee_type: number;
  /** The code of the ICMP message, or `SO_EE_CODE_ZEROCOPY_COPIED`, ... */
  ee_code: number;
  /** For EMSGSIZE, the path MTU; for a timestamp, `SCM_TSTAMP_SND`, ...; for `MSG_ZEROCOPY`, the number of the first completed send. */
  ee_info: number;
  /** For a timestamp, the number of the send (`SOF_TIMESTAMPING_OPT_ID`); for `MSG_ZEROCOPY`, the number of the last completed send. */
  ee_data: number;
}

/** A message from the error queue: `struct sock_extended_err` and the address that follows it: ip(7), `IP_RECVERR`. */
export interface SockExtendedErr extends ExtendedError {
  /** C's `SO_EE_OFFENDER`: the node that reported the error, without a port. `AF_UNSPEC` if no node did. */
  offender: SockAddr;
}

const { size } = layout('sock_extended_err');
const error = struct<ExtendedError>('sock_extended_err');

/** The codec of {@link SockExtendedErr}. */
export const sock_extended_err: Codec<SockExtendedErr> = {
  size,
  encode: (value, where) => Buffer.concat([error.encode(value, where), bytes_of(value.offender, `${where}.offender`)]),
  decode(bytes) {
    check_bytes(bytes, 'sock_extended_err: bytes');
    return { ...error.decode(padded(bytes, size)), offender: sockaddr(part(bytes, size)) };
  },
};
