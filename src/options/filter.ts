// Classic and extended BPF: socket(7), and Documentation/networking/filter.rst

import { type Codec, check_bytes, flag, int } from '../codec/struct.js';
import { SOL_ICMPV6, SOL_RAW, SOL_SOCKET } from '../level.js';
import { sock_fprog } from '../structs/sock-fprog.js';
import { option } from './describe.js';

/** The `ICMP6_FILTER` of RFC 3542: 256 bits, each of which blocks one message type. */
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

/** Attaches an eBPF program, named by its descriptor, as the socket filter. Linux 3.19 */
export const SO_ATTACH_BPF = option(SOL_SOCKET, 'SO_ATTACH_BPF', int, 'w');
/**
 * Attaches a classic BPF program as the socket filter. For each packet it returns how many bytes to keep; 0 drops the packet. `tcpdump -ddd`
 * writes such programs ({@link parse_bpf}). Since Linux 3.8 the program can be read; in C the option is then called SO_GET_FILTER.
 */
export const SO_ATTACH_FILTER = option(SOL_SOCKET, 'SO_ATTACH_FILTER', sock_fprog, 'rw');
/** The name of {@link SO_ATTACH_FILTER} in C when the option is read. */
export const SO_GET_FILTER: typeof SO_ATTACH_FILTER = SO_ATTACH_FILTER;
/** Attaches a BPF program that chooses a socket of a `SO_REUSEPORT` group by returning its index. Linux 4.5 */
export const SO_ATTACH_REUSEPORT_CBPF = option(SOL_SOCKET, 'SO_ATTACH_REUSEPORT_CBPF', sock_fprog, 'w');
/** {@link SO_ATTACH_REUSEPORT_CBPF} with an eBPF program, named by its descriptor. Linux 4.5 */
export const SO_ATTACH_REUSEPORT_EBPF = option(SOL_SOCKET, 'SO_ATTACH_REUSEPORT_EBPF', int, 'w');
/** Detaches the socket filter, BPF or eBPF. The value is ignored. Fails with ENOENT if there is none. */
export const SO_DETACH_FILTER = option(SOL_SOCKET, 'SO_DETACH_FILTER', int, 'w');
/** The name of {@link SO_DETACH_FILTER} for eBPF programs. */
export const SO_DETACH_BPF: typeof SO_DETACH_FILTER = SO_DETACH_FILTER;
/** Detaches the program of the `SO_REUSEPORT` group. The value is ignored. Linux 5.3 */
export const SO_DETACH_REUSEPORT_BPF = option(SOL_SOCKET, 'SO_DETACH_REUSEPORT_BPF', int, 'w');
/** Locks the socket filter against changes. Once set, it cannot be cleared. Linux 3.9 */
export const SO_LOCK_FILTER = option(SOL_SOCKET, 'SO_LOCK_FILTER', flag, 'rw');

/** The ICMP message types that a raw socket does not receive: bit `1 << type` for each. */
export const ICMP_FILTER = option(SOL_RAW, 'ICMP_FILTER', int, 'rw');
/** The ICMPv6 message types that a raw socket does not receive. */
export const ICMPV6_FILTER = option(SOL_ICMPV6, 'ICMPV6_FILTER', icmp6_filter, 'rw');
