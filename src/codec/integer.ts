import type { FieldLayout } from '../headers.js';
import { length_of } from './intrinsics.js';
import { type Codec, check_bytes, check_u64, little_endian, read_field, view_of, write_field } from './struct.js';

function unsigned(bits: 16 | 32): Codec<number> {
  const size = bits / 8;
  const at: FieldLayout = [0, bits, false];
  return {
    size,
    encode(value, where) {
      const bytes = new Uint8Array(size);
      write_field(bytes, at, value, where);
      return bytes;
    },
    decode(bytes) {
      check_bytes(bytes, `uint${bits}: bytes`);
      return read_field(bytes, at) ?? 0;
    },
  };
}

/** C's `uint16_t`, in host byte order. */
export const uint16: Codec<number> = unsigned(16);
/** C's `uint32_t`, in host byte order. */
export const uint32: Codec<number> = unsigned(32);

/** C's `uint64_t`, in host byte order: a bigint, since the nanoseconds of a clock exceed 2^53. */
export const uint64: Codec<bigint> = {
  size: 8,
  encode(value, where) {
    if (typeof value !== 'bigint') throw new TypeError(`${where} must be a bigint, got ${typeof value}`);
    check_u64(value, where);
    const bytes = new Uint8Array(8);
    view_of(bytes).setBigUint64(0, value, little_endian);
    return bytes;
  },
  decode(bytes) {
    check_bytes(bytes, 'uint64: bytes');
    return length_of(bytes) < 8 ? 0n : view_of(bytes).getBigUint64(0, little_endian);
  },
};
