// Classic and extended BPF: socket(7), and Documentation/networking/filter.rst

import { type Codec, check_bytes, flag, int } from '../codec/struct.js';
import { SOL_ICMPV6, SOL_RAW, SOL_SOCKET } from '../level.js';
import { sock_fprog } from '../structs/sock-fprog.js';
import { option } from './describe.js';

/** The `ICMP6_FILTER` of RFC 3542: 256 bits, of which each blocks a type of message. */
export const icmp6_filter: Codec<Uint8Array> = {
  size: 32,
  encode(value, where) {
    check_bytes(value, where);
    if (value.length !== 32) throw new RangeError(`${where} must be 32 bytes, got ${value.length}`);
    return value;
  },
  decode(bytes) {
    check_bytes(bytes, 'icmp6_filter: bytes');
    return Uint8Array.from(bytes);
  },
};

/** An eBPF program, by its descriptor, through which each packet has to go. Linux 3.19 */
export const SO_ATTACH_BPF = option(SOL_SOCKET, 'SO_ATTACH_BPF', int, 'w');
/**
 * A BPF program through which each packet has to go: it returns how many bytes of it to keep, 0 for none. `tcpdump -ddd` writes one
 * ({@link parse_bpf}). Reading it, which C calls SO_GET_FILTER, is Linux 3.8's.
 */
export const SO_ATTACH_FILTER = option(SOL_SOCKET, 'SO_ATTACH_FILTER', sock_fprog, 'rw');
/** {@link SO_ATTACH_FILTER}, as C calls the number when it is read. */
export const SO_GET_FILTER: typeof SO_ATTACH_FILTER = SO_ATTACH_FILTER;
/** A BPF program that chooses among the sockets of `SO_REUSEPORT`: it returns the index. Linux 4.5 */
export const SO_ATTACH_REUSEPORT_CBPF = option(SOL_SOCKET, 'SO_ATTACH_REUSEPORT_CBPF', sock_fprog, 'w');
/** The same as an eBPF program, by its descriptor. Linux 4.5 */
export const SO_ATTACH_REUSEPORT_EBPF = option(SOL_SOCKET, 'SO_ATTACH_REUSEPORT_EBPF', int, 'w');
/** Takes the program away, of either kind; the value does not matter. ENOENT when there is none. */
export const SO_DETACH_FILTER = option(SOL_SOCKET, 'SO_DETACH_FILTER', int, 'w');
/** {@link SO_DETACH_FILTER}, in the words of eBPF. */
export const SO_DETACH_BPF: typeof SO_DETACH_FILTER = SO_DETACH_FILTER;
/** Takes the program of `SO_REUSEPORT` away; the value does not matter. Linux 5.3 */
export const SO_DETACH_REUSEPORT_BPF = option(SOL_SOCKET, 'SO_DETACH_REUSEPORT_BPF', int, 'w');
/** The program can no longer be changed. Once 1, it stays. Linux 3.9 */
export const SO_LOCK_FILTER = option(SOL_SOCKET, 'SO_LOCK_FILTER', flag, 'rw');

/** Which types of ICMP message a raw socket does not get: bit `1 << type`. */
export const ICMP_FILTER = option(SOL_RAW, 'ICMP_FILTER', int, 'rw');
/** Which types of ICMPv6 message a raw socket does not get. */
export const ICMPV6_FILTER = option(SOL_ICMPV6, 'ICMPV6_FILTER', icmp6_filter, 'rw');
