import { endianness } from 'node:os';
import type { FieldLayout } from '../native.js';
import { check_integer } from './check.js';
import {
  get_int8,
  get_int16,
  get_int32,
  get_int64,
  get_uint8,
  get_uint16,
  get_uint32,
  get_uint64,
  view_length,
} from './intrinsics.js';

export const little_endian = endianness() === 'LE';

/** Reads a field. Undefined when the bytes end before it does. */
export function read_field(view: DataView, layout: FieldLayout): number | undefined {
  const first_bit = layout[0];
  const bits = layout[1];
  const signed = layout[2];
  const offset = first_bit >> 3;
  if (first_bit + bits > view_length(view) * 8) return undefined;
  if (bits % 8 !== 0) return (get_uint8(view, offset) >> (first_bit % 8)) & ((1 << bits) - 1);
  switch (bits) {
    case 8:
      return signed ? get_int8(view, offset) : get_uint8(view, offset);
    case 16:
      return signed ? get_int16(view, offset, little_endian) : get_uint16(view, offset, little_endian);
    case 32:
      return signed ? get_int32(view, offset, little_endian) : get_uint32(view, offset, little_endian);
    default:
      return Number(signed ? get_int64(view, offset, little_endian) : get_uint64(view, offset, little_endian));
  }
}

const powers = Array.from({ length: 54 }, (_, bits) => 2 ** bits);

/** Writes a field, after checking that the number fits. */
export function write_field(view: DataView, layout: FieldLayout, value: unknown, where: string): void {
  const first_bit = layout[0];
  const bits = layout[1];
  const signed = layout[2];
  const offset = first_bit >> 3;
  const past = powers[(bits < 53 ? bits : 53) - (signed ? 1 : 0)] ?? 0;
  check_integer(value, signed ? -past : 0, past - 1, where);
  if (bits % 8 !== 0) {
    const mask = ((1 << bits) - 1) << (first_bit % 8);
    view.setUint8(offset, (view.getUint8(offset) & ~mask) | (value << (first_bit % 8)));
  } else if (bits === 8) view.setUint8(offset, value);
  else if (bits === 16) view.setUint16(offset, value, little_endian);
  else if (bits === 32) view.setUint32(offset, value, little_endian);
  else view.setBigInt64(offset, BigInt(value), little_endian);
}
