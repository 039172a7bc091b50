// The layout of a batch, as binding/batch.cc reads it: numbers for each message, and regions in which the parts of the messages follow
// one another.
import { append, length_of, part } from '../codec/intrinsics.js';

/** The index of each number of a message. `room` is the size of its buffer in the data. */
export const room = 0;
export const msg_iovlen = 1;
export const iov_len = 2;
export const msg_len = 3;
export const msg_flags = 4;
/** The number of these numbers. */
export const numbers = 5;

/** The `msg_iovlen` of a message without pieces of the caller: its only piece is its buffer in the data. */
export const in_its_room = 0xffff_ffff;

/** The maximum number of messages that one call sends (UIO_MAXIOV), and that one call receives. */
export const [most_sent, most_received] = [1024, 65_536];

/** The pieces of all messages of a call, one after the other, and the regions. */
export interface Regions {
  readonly iov: readonly Uint8Array[] | null;
  readonly messages: Uint8Array;
  readonly data: Uint8Array;
  readonly names: Uint8Array | null;
  readonly controls: Uint8Array | null;
}

/** The first `bytes` bytes of the pieces: the last piece may be shortened. */
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

/** The total length of the pieces in bytes. */
export function bytes_of(pieces: readonly Uint8Array[]): number {
  let bytes = 0;
  for (let i = 0; i < pieces.length; ++i) bytes += length_of(pieces[i] as Uint8Array);
  return bytes;
}
