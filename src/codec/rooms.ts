import { clear, length_of } from './intrinsics.js';

/**
 * V8 keeps the bytes of arrays up to this length on its own heap, and moves them off it when native code asks for their address, which
 * takes longer than copying them. So calls use arrays that have already been moved, and the caller gets a copy that native code never sees.
 */
export const small = 64;

const rooms: (Uint8Array | undefined)[] = Array.from({ length: small + 1 }, (_, length) => new Uint8Array(length));

/** An array for a call, with arbitrary content. Nothing else uses it until it is given back, which is optional. */
export function lend(length: number): Uint8Array {
  const room = length > small ? undefined : rooms[length];
  if (room === undefined) return new Uint8Array(length);
  rooms[length] = undefined;
  return room;
}

/** An array for a call, with zeros. */
export function lend_zeros(length: number): Uint8Array {
  const room = lend(length);
  clear(room);
  return room;
}

export function give_back(room: Uint8Array): void {
  const length = length_of(room);
  if (length <= small) rooms[length] = room;
}
