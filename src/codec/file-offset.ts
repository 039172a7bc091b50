import { util } from '../builtin.js';
import { check_integer } from './struct.js';

/**
 * C's `off_t *`. A `BigInt64Array` of one number is the offset itself, which the call advances by the bytes moved; a number or a bigint
 * is the start offset, and does not change; null is C's NULL, and uses the file offset of the descriptor.
 */
export type FileOffset = BigInt64Array | number | bigint | null;

/** The bytes of an `off_t`, for the kernel to read and write. */
export function file_offset_of(offset: FileOffset, where: string): Uint8Array | null {
  if (offset === null) return null;
  if (util.types.isBigInt64Array(offset)) {
    if (offset.length !== 1) throw new RangeError(`${where} must be one off_t, got an array of ${offset.length}`);
    return new Uint8Array(offset.buffer, offset.byteOffset, offset.byteLength);
  }
  if (typeof offset !== 'bigint') check_integer(offset, Number.MIN_SAFE_INTEGER, Number.MAX_SAFE_INTEGER, where);
  const exact = BigInt(offset);
  if (BigInt.asIntN(64, exact) !== exact) throw new RangeError(`${where} must be a 64-bit integer, got ${exact}`);
  return new Uint8Array(BigInt64Array.of(exact).buffer);
}
