import { length_of } from '../codec/intrinsics.js';

/**
 * Arrays of so many bytes V8 keeps on its own heap, until native code looks at one: to move the bytes takes it longer than to copy them. So
 * a receive goes into a room, and what the caller gets is a copy that only JavaScript has seen.
 */
export const small = 64;

const rooms: (Uint8Array | undefined)[] = Array.from({ length: small + 1 }, (_, length) => new Uint8Array(length));

/** A small array for a call, of bytes that are whatever was there. It is nobody else's until it is given back, if ever. */
export function lend(length: number): Uint8Array {
  const room = rooms[length];
  rooms[length] = undefined;
  return room ?? new Uint8Array(length);
}

export function give_back(room: Uint8Array): void {
  rooms[length_of(room)] = room;
}
