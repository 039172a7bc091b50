import { types } from 'node:util';
import { little_endian, view_of } from '../../codec/struct.js';

/** The values that a parameter of the native table accepts. The binding throws for all others; then no call is made, and nothing is printed. */
export type Accepts = (value: unknown) => boolean;

const socklen_size = Uint32Array.BYTES_PER_ELEMENT;

function in_range(value: unknown, low: number, high: number): boolean {
  return typeof value === 'number' && Number.isInteger(value) && value >= low && value <= high;
}

/** False for a view whose buffer is detached or has become too short: `at` throws for those. */
function in_bounds(view: Uint8Array): boolean {
  if (view.length > 0) return true;
  try {
    view.at(0);
    return true;
  } catch {
    return false;
  }
}

function is_bytes(value: unknown): value is Uint8Array {
  return types.isUint8Array(value) && in_bounds(value);
}

export function or_null(accepts: Accepts): Accepts {
  return (value) => value === null || accepts(value);
}

export const int: Accepts = (value) => in_range(value, -(2 ** 31), 2 ** 31 - 1);

/** A descriptor. The kernel, not the binding, says whether it is open. */
export const fd: Accepts = (value) => int(value);

/** 32 bits, signed or unsigned. */
export const word: Accepts = (value) => in_range(value, -(2 ** 31), 2 ** 32 - 1);

export const bytes: Accepts = is_bytes;
export const bytes_or_null: Accepts = or_null(is_bytes);

/** A socklen_t and the bytes that it measures. */
export const cell: Accepts = (value) =>
  is_bytes(value) &&
  value.length >= socklen_size &&
  view_of(value).getUint32(0, little_endian) <= value.length - socklen_size;
export const cell_or_null: Accepts = or_null(cell);

export const pair: Accepts = (value) => types.isInt32Array(value) && value.length >= 2;

/** The pieces of a message. Above 1024 the binding reads none of them, and the kernel fails with EMSGSIZE. */
export const pieces: Accepts = (value) =>
  Array.isArray(value) && !types.isProxy(value) && (value.length > 1024 || value.every(is_bytes));

/** The pieces of many messages. */
export const all_pieces: Accepts = (value) =>
  Array.isArray(value) && !types.isProxy(value) && value.length <= 1024 * 1024 && value.every(is_bytes);

/** A struct of at least this many bytes. */
export function at_least(size: number): Accepts {
  return (value) => is_bytes(value) && value.length >= size;
}

/** C's `off_t *`: its eight bytes, or NULL. */
export const place_or_null: Accepts = or_null((value) => is_bytes(value) && value.length === 8);

/** An offset in a file. */
export const offset: Accepts = (value) => typeof value === 'bigint' || Number.isSafeInteger(value);
