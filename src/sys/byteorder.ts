import { check_integer, little_endian } from '../codec/struct.js';

const swap = new DataView(new ArrayBuffer(4));

function swapped16(number: number, where: string): number {
  check_integer(number, 0, 0xffff, where);
  swap.setUint16(0, number);
  return swap.getUint16(0, little_endian);
}

function swapped32(number: number, where: string): number {
  check_integer(number, 0, 0xffff_ffff, where);
  swap.setUint32(0, number);
  return swap.getUint32(0, little_endian);
}

/**
 * `uint16_t htons(uint16_t hostshort)`: byteorder(3). Converts a port from host to network byte order. The addresses of this package
 * do this themselves; the function is for bytes that you write by hand. Not a syscall.
 *
 * @param hostshort 0 to 65535
 * @throws RangeError if it is out of range
 *
 * @example
 * ```ts
 * import { htons } from 'sys-socket';
 *
 * console.log(htons(9000).toString(16)); // 2823 (0x2328 with its bytes swapped, on a little-endian machine)
 * ```
 */
export function htons(hostshort: number): number {
  return swapped16(hostshort, 'htons: hostshort');
}

/**
 * `uint16_t ntohs(uint16_t netshort)`: byteorder(3). The inverse of {@link htons}.
 *
 * @param netshort 0 to 65535
 * @throws RangeError if it is out of range
 *
 * @example
 * ```ts
 * import { htons, ntohs } from 'sys-socket';
 *
 * console.log(ntohs(htons(9000))); // 9000
 * ```
 */
export function ntohs(netshort: number): number {
  return swapped16(netshort, 'ntohs: netshort');
}

/**
 * `uint32_t htonl(uint32_t hostlong)`: byteorder(3). Converts an unsigned 32-bit number from host to network byte order. Not a
 * syscall.
 *
 * @param hostlong 0 to 4294967295
 * @throws RangeError if it is out of range
 *
 * @example
 * ```ts
 * import { htonl } from 'sys-socket';
 *
 * console.log(new Uint8Array(Uint32Array.of(htonl(11)).buffer)); // Uint8Array(4) [ 0, 0, 0, 11 ]
 * ```
 */
export function htonl(hostlong: number): number {
  return swapped32(hostlong, 'htonl: hostlong');
}

/**
 * `uint32_t ntohl(uint32_t netlong)`: byteorder(3). The inverse of {@link htonl}.
 *
 * @param netlong 0 to 4294967295
 * @throws RangeError if it is out of range
 *
 * @example
 * ```ts
 * import { htonl, ntohl } from 'sys-socket';
 *
 * console.log(ntohl(htonl(11))); // 11
 * ```
 */
export function ntohl(netlong: number): number {
  return swapped32(netlong, 'ntohl: netlong');
}
