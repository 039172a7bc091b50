import { length_of, part, put } from '../codec/intrinsics.js';
import { little_endian, view_of } from '../codec/struct.js';

/** A cell for each message: a `socklen_t`, and the bytes whose length it holds. */
export class Cells {
  static readonly header = Uint32Array.BYTES_PER_ELEMENT;
  readonly all: Uint8Array;
  readonly room: number;
  readonly #view: DataView;

  constructor(vlen: number, room: number) {
    this.room = room;
    this.all = new Uint8Array(vlen * (Cells.header + room));
    this.#view = view_of(this.all);
  }

  at(i: number): number {
    return i * (Cells.header + this.room);
  }

  fill(i: number, content: Uint8Array | null): void {
    this.#view.setUint32(this.at(i), content === null ? 0 : length_of(content), little_endian);
    if (content !== null) put(this.all, content, this.at(i) + Cells.header);
  }

  length(i: number): number {
    return this.#view.getUint32(this.at(i), little_endian);
  }

  shorten(i: number, length: number): void {
    if (length < this.length(i)) this.#view.setUint32(this.at(i), length, little_endian);
  }

  content(i: number): Uint8Array {
    const start = this.at(i) + Cells.header;
    return part(this.all, start, start + this.length(i));
  }
}

/** The size rounded up, so that the socklen_t of each cell is aligned. */
export function aligned(room: number): number {
  return Math.ceil(room / Cells.header) * Cells.header;
}
