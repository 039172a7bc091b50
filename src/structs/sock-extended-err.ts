import { part } from '../codec/intrinsics.js';
import { type Codec, check_bytes, padded, struct } from '../codec/struct.js';
import { layout } from '../native.js';
import { bytes_of, type SockAddr } from '../sockaddr/address.js';
import { sockaddr } from '../sockaddr/sockaddr.js';

/** C's `struct sock_extended_err`, without its padding: ip(7). */
interface ExtendedError {
  /** The errno: `ECONNREFUSED`, ...; `ENOMSG` of a timestamp, which is no error; 0 of what `MSG_ZEROCOPY` has completed. */
  ee_errno: number;
  /** Who says so: `SO_EE_ORIGIN_LOCAL`, `SO_EE_ORIGIN_ICMP`, `SO_EE_ORIGIN_ICMP6`, `SO_EE_ORIGIN_TIMESTAMPING`, ... */
  ee_origin: number;
  /** The type of the ICMP message. */
  ee_type: number;
  /** The code of the ICMP message, or `SO_EE_CODE_ZEROCOPY_COPIED`, ... */
  ee_code: number;
  /** The path MTU of EMSGSIZE; `SCM_TSTAMP_SND`, ... of a timestamp; the first of the sends that `MSG_ZEROCOPY` completed. */
  ee_info: number;
  /** The number of the send that a timestamp is of (`SOF_TIMESTAMPING_OPT_ID`); the last of the sends that `MSG_ZEROCOPY` completed. */
  ee_data: number;
}

/** What a message from the error queue says: `struct sock_extended_err`, and the address behind it: ip(7), `IP_RECVERR`. */
export interface SockExtendedErr extends ExtendedError {
  /** C's `SO_EE_OFFENDER`: the node that reported the error, without a port. Of `AF_UNSPEC` when it was none. */
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
