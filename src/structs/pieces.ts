import { append, isArray } from '../codec/intrinsics.js';
import { check_bytes, check_integer } from '../codec/struct.js';
import { bytes_of } from './batch-layout.js';

/** The pieces of those messages of a batch that were set by `set_iov`. */
export class Pieces {
  readonly #of = new Map<number, readonly Uint8Array[]>();
  /** The joined pieces of the last call and the range of its messages, until the pieces of a message change. */
  #joined: readonly Uint8Array[] | undefined;
  #from = 0;
  #to = 0;

  get(i: number): readonly Uint8Array[] | undefined {
    return this.#of.get(i);
  }

  put(i: number, pieces: readonly Uint8Array[] | undefined): void {
    if (pieces !== undefined) this.#of.set(i, pieces);
    else if (!this.#of.delete(i)) return;
    this.#joined = undefined;
  }

  /** The pieces of the messages `from` to `to` (exclusive), one after the other; null if no message of the batch has any. */
  joined(from: number, to: number): readonly Uint8Array[] | null {
    if (this.#of.size === 0) return null;
    if (this.#joined !== undefined && this.#from === from && this.#to === to) return this.#joined;
    const joined: Uint8Array[] = [];
    for (let i = from; i < to; ++i) {
      const pieces = this.#of.get(i) ?? [];
      for (let at = 0; at < pieces.length; ++at) append(joined, pieces[at] as Uint8Array);
    }
    [this.#joined, this.#from, this.#to] = [joined, from, to];
    return joined;
  }
}

/** A copy of a list of pieces, each of them checked. */
export function check_pieces(value: unknown, where: string): readonly Uint8Array[] {
  if (!isArray(value)) throw new TypeError(`${where} must be an array of Uint8Array`);
  const pieces: Uint8Array[] = [];
  for (let at = 0; at < value.length; ++at) {
    const piece: unknown = value[at];
    check_bytes(piece, `${where}[${at}]`);
    append(pieces, piece);
  }
  check_integer(bytes_of(pieces), 0, 0x7fff_ffff, `${where}: total length`);
  return pieces;
}
