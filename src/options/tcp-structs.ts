// The structs that are values of tcp(7)'s options.

import { part } from '../codec/intrinsics.js';
import { type Codec, check_object, struct } from '../codec/struct.js';
import type { SockAddr } from '../sockaddr/address.js';
import { opaque, sockaddr_storage } from './values.js';

/** The key that signs the segments of a peer: RFC 2385. */
export interface TcpMd5sig {
  /** The peer; its port is ignored. */
  tcpm_addr: SockAddr;
  /** The key, at most 80 bytes; an empty one removes the key. */
  tcpm_key: Uint8Array;
  /** For `TCP_MD5SIG_EXT`: `TCP_MD5SIG_FLAG_PREFIX`, `TCP_MD5SIG_FLAG_IFINDEX`, or-ed. */
  tcpm_flags?: number;
  /** For `TCP_MD5SIG_EXT`: the length of the address prefix, in bits. */
  tcpm_prefixlen?: number;
  /** For `TCP_MD5SIG_EXT`: the index of an L3 master interface. */
  tcpm_ifindex?: number;
}

/** An option that the handshake negotiated, for a socket in repair mode. */
export interface TcpRepairOpt {
  /** The kind, as in the TCP header: 2 maximum segment size, 3 window scale, 4 selective acknowledgment, 8 timestamps. */
  opt_code: number;
  opt_val: number;
}

/** The windows of a connection, for a socket in repair mode. Sequence numbers and bytes. */
export interface TcpRepairWindow {
  snd_wl1: number;
  snd_wnd: number;
  max_window: number;
  rcv_wnd: number;
  rcv_wup: number;
}

const key = opaque(80);

/** The fields of C's struct: those of {@link TcpMd5sig}, and the length of the key. */
type Filled = Required<TcpMd5sig> & { tcpm_keylen: number };
const filled = struct<Filled>('tcp_md5sig', { tcpm_addr: sockaddr_storage, tcpm_key: key });

/** The codec of {@link TcpMd5sig}. */
export const tcp_md5sig: Codec<TcpMd5sig> = {
  size: filled.size,
  encode(value, where) {
    check_object(value, where);
    const { length } = key.encode(value.tcpm_key, `${where}.tcpm_key`);
    if (length > key.size) throw new RangeError(`${where}.tcpm_key must be ${key.size} bytes at most, got ${length}`);
    const unset = { tcpm_flags: 0, tcpm_prefixlen: 0, tcpm_ifindex: 0 };
    return filled.encode({ ...unset, ...value, tcpm_keylen: length }, where);
  },
  decode(bytes) {
    const { tcpm_keylen, ...value } = filled.decode(bytes);
    // A truncated value may end before the key.
    return { ...value, tcpm_key: part(value.tcpm_key ?? new Uint8Array(0), 0, tcpm_keylen ?? 0) };
  },
};
/** The codec of {@link TcpRepairOpt}. */
export const tcp_repair_opt: Codec<TcpRepairOpt> = struct('tcp_repair_opt');
/** The codec of {@link TcpRepairWindow}. */
export const tcp_repair_window: Codec<TcpRepairWindow> = struct('tcp_repair_window');
