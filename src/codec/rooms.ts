import { clear, length_of } from './intrinsics.js';

/**
 * Arrays of so many bytes V8 keeps on its own heap, until native code looks at one: to move the bytes takes it longer than to copy them. So
 * a call has a room that was used before, and what came into it is given away as a copy that only JavaScript has seen.
 */
export const small = 64;

const rooms: (Uint8Array | undefined)[] = Array.from({ length: small + 1 }, (_, length) => new Uint8Array(length));

/** An array for a call, of bytes that are whatever was there. It is nobody else's until it is given back, if ever. */
export function lend(length: number): Uint8Array {
  if (length > small) return new Uint8Array(length);
  const room = rooms[length];
  rooms[length] = undefined;
  return room ?? new Uint8Array(length);
}

/** The same, of zeros. */
export function lend_zeros(length: number): Uint8Array {
  const room = lend(length);
  clear(room);
  return room;
}

export function give_back(room: Uint8Array): void {
  if (length_of(room) <= small) rooms[length_of(room)] = room;
}
