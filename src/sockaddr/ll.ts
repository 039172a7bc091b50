import { length_of } from '../codec/intrinsics.js';
import { check_bytes, check_integer, network_uint16, read_field, view_of, write_field } from '../codec/struct.js';
import { AF_PACKET } from '../constants.js';
import { field_of, layout, offset_of } from '../headers.js';
import { checked, type SockAddr } from './address.js';
import { sockaddr } from './sockaddr.js';
import { cast } from './struct.js';

/** C's `struct sockaddr_ll` of packet(7): the destination or the source of a frame. */
export interface SockAddrLl {
  /** The protocol of the frame, in host byte order: `ETH_P_IP`, `ETH_P_ARP`, ...; for bind(2) also `ETH_P_ALL`, for every protocol. */
  readonly sll_protocol: number;
  /** The index of the interface; for bind(2), 0 is any. */
  readonly sll_ifindex: number;
  /** The type of the interface, which the kernel reports: `ARPHRD_ETHER`, `ARPHRD_LOOPBACK`, ... */
  readonly sll_hatype: number;
  /** The type of the packet, which the kernel reports: `PACKET_HOST`, `PACKET_BROADCAST`, `PACKET_OUTGOING`, ... */
  readonly sll_pkttype: number;
  /** The hardware address, `sll_halen` bytes: 6 for Ethernet. */
  readonly sll_addr: Uint8Array;
}

const size = layout('sockaddr_ll').size;
const family = field_of('sockaddr_ll', 'sll_family');
const protocol = offset_of('sockaddr_ll', 'sll_protocol');
const ifindex = field_of('sockaddr_ll', 'sll_ifindex');
const hatype = field_of('sockaddr_ll', 'sll_hatype');
const pkttype = field_of('sockaddr_ll', 'sll_pkttype');
const halen = field_of('sockaddr_ll', 'sll_halen');
const start = offset_of('sockaddr_ll', 'sll_addr');
/** The kernel's MAX_ADDR_LEN. The field of the struct has 8 bytes, but an InfiniBand address has 20. */
const longest = 32;

/**
 * An address of a packet socket: `struct sockaddr_ll` of packet(7), 20 bytes, or more if the hardware address has more than 8.
 *
 * @param sll_protocol the protocol of the frames, in host byte order: `ETH_P_ALL`, `ETH_P_IP`, ... (C needs `htons(ETH_P_ALL)`)
 * @param sll_ifindex the index of the interface, 0 for any
 * @param sll_addr the hardware address to send to; omit it for bind(2)
 * @throws RangeError if one of them is invalid
 *
 * @example
 * ```ts
 * import { as_sockaddr_ll, ETH_P_IP, sockaddr_ll } from 'sys-socket';
 *
 * const addr = sockaddr_ll(ETH_P_IP, 2, Uint8Array.of(2, 0, 0, 0, 0, 1));
 * console.log(addr.length, as_sockaddr_ll(addr)?.sll_ifindex); // 20 2
 * ```
 */
export function sockaddr_ll(
  sll_protocol: number,
  sll_ifindex: number,
  sll_addr: Uint8Array = new Uint8Array(0),
): SockAddr {
  check_integer(sll_protocol, 0, 0xffff, 'sockaddr_ll: sll_protocol');
  check_bytes(sll_addr, 'sockaddr_ll: sll_addr');
  const length = length_of(sll_addr);
  check_integer(length, 0, longest, 'sockaddr_ll: the length of sll_addr');
  const bytes = new Uint8Array(Math.max(size, start + length));
  write_field(bytes, family, AF_PACKET, 'sockaddr_ll: sll_family');
  view_of(bytes).setUint16(protocol, sll_protocol);
  write_field(bytes, ifindex, sll_ifindex, 'sockaddr_ll: sll_ifindex');
  write_field(bytes, halen, length, 'sockaddr_ll: sll_halen');
  bytes.set(sll_addr, start);
  return sockaddr(bytes);
}

/**
 * An address as C's `struct sockaddr_ll`; undefined if it is not of `AF_PACKET`.
 *
 * @example
 * ```ts
 * import { as_sockaddr_ll, sockaddr_in } from 'sys-socket';
 *
 * console.log(as_sockaddr_ll(sockaddr_in('127.0.0.1', 80))); // undefined
 * ```
 */
export function as_sockaddr_ll(addr: SockAddr): SockAddrLl | undefined {
  // An address from the kernel may end after the hardware address: 18 bytes for Ethernet.
  const bytes = cast(addr, AF_PACKET, start, 'as_sockaddr_ll');
  if (bytes === undefined) return undefined;
  return {
    sll_protocol: network_uint16(bytes, protocol),
    sll_ifindex: read_field(bytes, ifindex) ?? 0,
    sll_hatype: read_field(bytes, hatype) ?? 0,
    sll_pkttype: read_field(bytes, pkttype) ?? 0,
    sll_addr: bytes.slice(start, start + (read_field(bytes, halen) ?? 0)),
  };
}

/**
 * True if an address is of `AF_PACKET`, so that {@link as_sockaddr_ll} can read it.
 *
 * @example
 * ```ts
 * import { ETH_P_IP, is_sockaddr_ll, sockaddr_in, sockaddr_ll } from 'sys-socket';
 *
 * console.log(is_sockaddr_ll(sockaddr_ll(ETH_P_IP, 2)), is_sockaddr_ll(sockaddr_in('127.0.0.1', 80))); // true false
 * ```
 */
export function is_sockaddr_ll(addr: SockAddr): boolean {
  return as_sockaddr_ll(checked(addr, 'is_sockaddr_ll')) !== undefined;
}
