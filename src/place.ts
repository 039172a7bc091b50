import { types } from 'node:util';
import { check_integer } from './struct.js';

/**
 * C's `off_t *`: a `BigInt64Array` of one number is the place itself, which the call moves as far as it came; a number or a bigint is
 * a place to begin at, and stays as it is; null is C's NULL, and the descriptor's own place.
 */
export type Place = BigInt64Array | number | bigint | null;

/** The bytes of an `off_t`, for the kernel to read and write. */
export function place_of(place: Place, where: string): Uint8Array | null {
  if (place === null) return null;
  if (types.isBigInt64Array(place)) {
    if (place.length !== 1) throw new RangeError(`${where} must be one off_t, got an array of ${place.length}`);
    return new Uint8Array(place.buffer, place.byteOffset, place.byteLength);
  }
  if (typeof place !== 'bigint') check_integer(place, Number.MIN_SAFE_INTEGER, Number.MAX_SAFE_INTEGER, where);
  const exact = BigInt(place);
  if (BigInt.asIntN(64, exact) !== exact) throw new RangeError(`${where} must be a 64-bit integer, got ${exact}`);
  return new Uint8Array(BigInt64Array.of(exact).buffer);
}
