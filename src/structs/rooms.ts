import { part } from '../codec/intrinsics.js';
import { in_its_room, msg_iovlen, numbers, room } from './batch-layout.js';

/** The numbers of each message of a batch, and its room: its buffer in the data. */
export class Rooms {
  readonly messages: Uint8Array;
  readonly data: Uint8Array;
  readonly #numbers: Uint32Array;
  /** The offset of each room, and the end of the last one. */
  readonly #starts: Uint32Array;
  readonly #views: (Uint8Array | undefined)[];

  constructor(sizes: readonly number[]) {
    this.#numbers = new Uint32Array(sizes.length * numbers);
    this.#starts = new Uint32Array(sizes.length + 1);
    this.#views = Array.from({ length: sizes.length }, () => undefined);
    for (let i = 0; i < sizes.length; ++i) {
      const size = sizes[i] as number;
      this.put(i, room, size);
      this.put(i, msg_iovlen, in_its_room);
      this.#starts[i + 1] = this.#start(i) + size;
    }
    this.messages = new Uint8Array(this.#numbers.buffer);
    this.data = new Uint8Array(this.#start(sizes.length));
  }

  /** The whole room, as the same view each time. */
  at(i: number): Uint8Array {
    const made = this.#views[i] ?? part(this.data, this.#start(i), this.#start(i + 1));
    this.#views[i] = made;
    return made;
  }

  /** One of a message's numbers, see batch-layout.ts. */
  get(i: number, which: number): number {
    return this.#numbers[i * numbers + which] ?? 0;
  }

  put(i: number, which: number, number: number): void {
    this.#numbers[i * numbers + which] = number;
  }

  #start(i: number): number {
    return this.#starts[i] ?? 0;
  }
}
