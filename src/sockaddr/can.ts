import { has } from '../codec/intrinsics.js';
import { check_object, check_u64, little_endian, padded, read_field, view_of, write_field } from '../codec/struct.js';
import { AF_CAN } from '../constants.js';
import { field_of, layout, offset_of } from '../headers.js';
import { checked, type SockAddr } from './address.js';
import { sockaddr } from './sockaddr.js';
import { cast } from './struct.js';

/** The address of the transport protocol ISO-TP: a CAN identifier for each direction. */
export interface CanTp {
  readonly rx_id: number;
  readonly tx_id: number;
}

/** The address of SAE J1939. */
export interface CanJ1939 {
  /** The 64-bit NAME, used with address claiming; `J1939_NO_NAME` (0) for none. */
  readonly name: number | bigint;
  /** The parameter group number. */
  readonly pgn: number;
  readonly addr: number;
}

/** C's `struct sockaddr_can` of linux/can.h. */
export interface SockAddrCan {
  /** The index of the interface; 0 is any. */
  readonly can_ifindex: number;
  /** C's union, decoded both ways. The protocol of the socket determines which member is valid; for `CAN_RAW` neither is. */
  readonly can_addr: { readonly tp: CanTp; readonly j1939: CanJ1939 & { readonly name: bigint } };
}

const size = layout('sockaddr_can').size;
const family = field_of('sockaddr_can', 'can_family');
const ifindex = field_of('sockaddr_can', 'can_ifindex');
const rx_id = field_of('sockaddr_can', 'can_addr.tp.rx_id');
const tx_id = field_of('sockaddr_can', 'can_addr.tp.tx_id');
const name = offset_of('sockaddr_can', 'can_addr.j1939.name');
const pgn = field_of('sockaddr_can', 'can_addr.j1939.pgn');
const addr8 = field_of('sockaddr_can', 'can_addr.j1939.addr');
/** The length of the part that CAN_RAW uses. (ISO-TP uses the bytes up to the end of `tp`.) */
const least = (ifindex[0] + ifindex[1]) / 8;

/**
 * An address of a CAN socket: `struct sockaddr_can` of linux/can.h, 24 bytes.
 *
 * @param can_ifindex the index of the interface, 0 for any
 * @param can_addr the member of C's union for the protocol: `{ tp }` for `CAN_ISOTP`, `{ j1939 }` for `CAN_J1939`; omitted for
 *   `CAN_RAW` and `CAN_BCM`
 * @throws RangeError if a number does not fit
 *
 * @example
 * ```ts
 * import { as_sockaddr_can, sockaddr_can } from 'sys-socket';
 *
 * const addr = sockaddr_can(3, { tp: { rx_id: 0x7e8, tx_id: 0x7e0 } });
 * console.log(as_sockaddr_can(addr)?.can_addr.tp.rx_id === 0x7e8); // true
 * ```
 */
export function sockaddr_can(
  can_ifindex: number,
  can_addr: { readonly tp: CanTp } | { readonly j1939: CanJ1939 } | undefined = undefined,
): SockAddr {
  const bytes = new Uint8Array(size);
  write_field(bytes, family, AF_CAN, 'sockaddr_can: can_family');
  write_field(bytes, ifindex, can_ifindex, 'sockaddr_can: can_ifindex');
  if (can_addr !== undefined) {
    check_object(can_addr, 'sockaddr_can: can_addr');
    if (has(can_addr, 'tp')) write_tp(bytes, can_addr.tp);
    else write_j1939(bytes, can_addr.j1939);
  }
  return sockaddr(bytes);
}

function write_tp(bytes: Uint8Array, tp: CanTp): void {
  check_object(tp, 'sockaddr_can: can_addr.tp');
  write_field(bytes, rx_id, tp.rx_id, 'sockaddr_can: can_addr.tp.rx_id');
  write_field(bytes, tx_id, tp.tx_id, 'sockaddr_can: can_addr.tp.tx_id');
}

function write_j1939(bytes: Uint8Array, j1939: CanJ1939): void {
  check_object(j1939, 'sockaddr_can: can_addr.j1939');
  check_u64(j1939.name, 'sockaddr_can: can_addr.j1939.name');
  view_of(bytes).setBigUint64(name, BigInt(j1939.name), little_endian);
  write_field(bytes, pgn, j1939.pgn, 'sockaddr_can: can_addr.j1939.pgn');
  write_field(bytes, addr8, j1939.addr, 'sockaddr_can: can_addr.j1939.addr');
}

/**
 * An address as C's `struct sockaddr_can`; undefined if it is not of `AF_CAN`.
 *
 * @example
 * ```ts
 * import { as_sockaddr_can, sockaddr_can } from 'sys-socket';
 *
 * const addr = sockaddr_can(3, { j1939: { name: 0, pgn: 0x12300, addr: 0x80 } });
 * console.log(as_sockaddr_can(addr)?.can_addr.j1939.addr); // 128
 * ```
 */
export function as_sockaddr_can(addr: SockAddr): SockAddrCan | undefined {
  const given = cast(addr, AF_CAN, least, 'as_sockaddr_can');
  if (given === undefined) return undefined;
  const bytes = padded(given, size);
  const read = (field: typeof rx_id) => read_field(bytes, field) ?? 0;
  return {
    can_ifindex: read(ifindex),
    can_addr: {
      tp: { rx_id: read(rx_id), tx_id: read(tx_id) },
      j1939: { name: view_of(bytes).getBigUint64(name, little_endian), pgn: read(pgn), addr: read(addr8) },
    },
  };
}

/**
 * True if an address is of `AF_CAN`, so that {@link as_sockaddr_can} can read it.
 *
 * @example
 * ```ts
 * import { is_sockaddr_can, sockaddr_can, sockaddr_in } from 'sys-socket';
 *
 * console.log(is_sockaddr_can(sockaddr_can(3)), is_sockaddr_can(sockaddr_in('127.0.0.1', 80))); // true false
 * ```
 */
export function is_sockaddr_can(addr: SockAddr): boolean {
  return as_sockaddr_can(checked(addr, 'is_sockaddr_can')) !== undefined;
}
