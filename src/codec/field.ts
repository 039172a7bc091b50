import { os } from '../builtin.js';
import type { FieldLayout } from '../headers.js';
import { check_integer, is_integer } from './check.js';
import { length_of } from './intrinsics.js';

// Numbers are read byte by byte, because making a DataView takes longer than a short syscall.

export const little_endian = os.endianness() === 'LE';

/** 2^32. */
const word = 0x1_0000_0000;
/** The offsets of the halves of a 64-bit number. */
const low = little_endian ? 0 : 4;
const high = 4 - low;

const { floor } = Math;

// V8 inlines what is short, so each byte order has functions of its own. An element past the end is undefined, which `|` and `<<` take as 0.

function int32_le(bytes: Uint8Array, at: number): number {
  const low_half = (bytes[at] as number) | ((bytes[at + 1] as number) << 8);
  return low_half | ((bytes[at + 2] as number) << 16) | ((bytes[at + 3] as number) << 24);
}

function int32_be(bytes: Uint8Array, at: number): number {
  const low_half = ((bytes[at + 2] as number) << 8) | (bytes[at + 3] as number);
  return low_half | ((bytes[at + 1] as number) << 16) | ((bytes[at] as number) << 24);
}

function put_int32_le(bytes: Uint8Array, at: number, number: number): void {
  bytes[at] = number;
  bytes[at + 1] = number >>> 8;
  bytes[at + 2] = number >>> 16;
  bytes[at + 3] = number >>> 24;
}

/** C's `int32_t` at that offset. */
export const int32_at = little_endian ? int32_le : int32_be;

/** Writes C's `int32_t` or `uint32_t`. */
export const put_int32 = little_endian ? put_int32_le : put_network_uint32;

/** C's `uint32_t` at that offset. */
export function uint32_at(bytes: Uint8Array, at: number): number {
  return int32_at(bytes, at) >>> 0;
}

/** C's `uint64_t` at that offset, exact up to 2^53. */
export function uint64_at(bytes: Uint8Array, at: number): number {
  return uint32_at(bytes, at + high) * word + uint32_at(bytes, at + low);
}

/** Writes C's `uint64_t`, exact up to 2^53. */
export function put_uint64(bytes: Uint8Array, at: number, number: number): void {
  put_int32(bytes, at + low, number);
  put_int32(bytes, at + high, floor(number / word));
}

/**
 * Reads a field of a struct that begins at `start`. Undefined if the bytes end before the field does.
 *
 * @param length the number of valid bytes
 */
export function read_field(
  bytes: Uint8Array,
  layout: FieldLayout,
  start = 0,
  length: number = length_of(bytes),
): number | undefined {
  const first_bit = layout[0];
  const bits = layout[1];
  const signed = layout[2];
  const at = start + (first_bit >> 3);
  if (start * 8 + first_bit + bits > length * 8) return undefined;
  switch (bits) {
    case 8:
      return signed ? ((bytes[at] ?? 0) << 24) >> 24 : (bytes[at] ?? 0);
    case 16: {
      const number = network_uint16(bytes, at);
      const half = little_endian ? ((number & 0xff) << 8) | (number >> 8) : number;
      return signed ? (half << 16) >> 16 : half;
    }
    case 32:
      return signed ? int32_at(bytes, at) : uint32_at(bytes, at);
    case 64:
      return signed ? int32_at(bytes, at + high) * word + uint32_at(bytes, at + low) : uint64_at(bytes, at);
    default:
      return ((bytes[at] ?? 0) >> (first_bit % 8)) & ((1 << bits) - 1);
  }
}

/** The big-endian 16-bit number at that offset, for example a port. */
export function network_uint16(bytes: Uint8Array, at: number): number {
  return ((bytes[at] as number) << 8) | (bytes[at + 1] as number);
}

/** The big-endian 32-bit number at that offset. */
export function network_uint32(bytes: Uint8Array, at: number): number {
  return int32_be(bytes, at) >>> 0;
}

/** Writes a big-endian 32-bit number. */
export function put_network_uint32(bytes: Uint8Array, at: number, number: number): void {
  bytes[at] = number >>> 24;
  bytes[at + 1] = number >>> 16;
  bytes[at + 2] = number >>> 8;
  bytes[at + 3] = number;
}

const powers = Array.from({ length: 54 }, (_, bits) => 2 ** bits);

/**
 * Writes a field of a struct that begins at `start`, after checking that the number fits.
 *
 * @param name the name of the field, which is appended to `where` only for an error
 */
export function write_field(
  bytes: Uint8Array,
  layout: FieldLayout,
  value: unknown,
  where: string,
  start = 0,
  name = '',
): void {
  const first_bit = layout[0];
  const bits = layout[1];
  const signed = layout[2];
  const at = start + (first_bit >> 3);
  const magnitude = signed ? bits - 1 : bits;
  const past = powers[magnitude < 53 ? magnitude : 53] ?? 0;
  // Of 64 bits, the numbers that a double holds exactly: those of Number.isSafeInteger.
  const least = signed ? (magnitude < 53 ? -past : 1 - past) : 0;
  if (!is_integer(value) || value < least || value >= past) {
    check_integer(value, least, past - 1, `${where}${name}`);
  }
  if (start * 8 + first_bit + bits > length_of(bytes) * 8) {
    throw new RangeError(`${where}${name} is past the end of the bytes`);
  }
  if (bits === 32) {
    put_int32(bytes, at, value);
    return;
  }
  if (bits % 8 !== 0) {
    const mask = ((1 << bits) - 1) << (first_bit % 8);
    bytes[at] = ((bytes[at] ?? 0) & ~mask) | (value << (first_bit % 8));
    return;
  }
  const rest = floor(value / word);
  const last = at + (bits >> 3) - 1;
  for (let i = 0; i < bits >> 3; ++i) {
    bytes[little_endian ? at + i : last - i] = (i < 4 ? value : rest) >>> (8 * (i & 3));
  }
}
