// A batch as binding/batch.cc is given it: numbers for each message, and regions in which each has its part, behind those of the
// messages before it.
import { append, length_of, part } from '../codec/intrinsics.js';

/** Where each number of a message is. */
export const room = 0;
export const msg_iovlen = 1;
export const iov_len = 2;
export const msg_len = 3;
export const msg_flags = 4;
/** How many there are. */
export const numbers = 5;

/** The `msg_iovlen` of a message that is no pieces of the caller's: it is one, the room that it has in the data. */
export const in_its_room = 0xffff_ffff;

/** As many messages as one call sends, UIO_MAXIOV, and as many as it receives, at most. */
export const [most_sent, most_received] = [1024, 65_536];

/** The pieces of the messages of a call, one after the other, and the regions. */
export interface Regions {
  readonly iov: readonly Uint8Array[] | null;
  readonly messages: Uint8Array;
  readonly data: Uint8Array;
  readonly names: Uint8Array | null;
  readonly controls: Uint8Array | null;
}

/** The pieces up to so many bytes: the one in which they end is cut, and those behind it are left out. */
export function cut(pieces: readonly Uint8Array[], bytes: number): readonly Uint8Array[] {
  if (bytes >= bytes_of(pieces)) return pieces;
  const kept: Uint8Array[] = [];
  let left = bytes;
  for (let i = 0; ; ++i) {
    const piece = pieces[i] as Uint8Array;
    const length = length_of(piece);
    append(kept, left < length ? part(piece, 0, left) : piece);
    if (left <= length) return kept;
    left -= length;
  }
}

/** How many bytes the pieces are, together. */
export function bytes_of(pieces: readonly Uint8Array[]): number {
  let bytes = 0;
  for (let i = 0; i < pieces.length; ++i) bytes += length_of(pieces[i] as Uint8Array);
  return bytes;
}
