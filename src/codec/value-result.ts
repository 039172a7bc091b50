import { check_integer } from './check.js';
import { put_int32, uint32_at } from './field.js';
import { length_of, part } from './intrinsics.js';

/** A value-result buffer, as the native side takes it. */
interface ValueResult {
  /** A `socklen_t` with the value `size`, and that many bytes. */
  readonly cell: Uint8Array;
  /** The length as the kernel wrote it, which may be larger than the buffer. */
  length(): number;
  /** The bytes up to that length, or to the end of the buffer. */
  bytes(): Uint8Array;
}

/** Size of C's `socklen_t`, with which a cell begins. */
export const socklen_size = Uint32Array.BYTES_PER_ELEMENT;

/** The array of a value-result buffer of `size` bytes. `make` allocates it, with zeros. */
export function cell_of(
  size: number,
  where: string,
  make: (length: number) => Uint8Array = (length) => new Uint8Array(length),
): Uint8Array {
  check_integer(size, 0, 0x7fff_ffff, where);
  const cell = make(socklen_size + size);
  put_int32(cell, 0, size);
  return cell;
}

/** The bytes that a call wrote into a cell. */
export function answer_in(cell: Uint8Array): Uint8Array {
  return part(cell, socklen_size, answer_end(cell));
}

/** Where these bytes end. The length that the kernel reports may be larger than the cell. */
export function answer_end(cell: Uint8Array): number {
  const end = socklen_size + uint32_at(cell, 0);
  return end < length_of(cell) ? end : length_of(cell);
}

/** A value-result buffer of `size` bytes. */
export function value_result(size: number, where: string): ValueResult {
  const cell = cell_of(size, where);
  return { cell, length: () => uint32_at(cell, 0), bytes: () => answer_in(cell) };
}
