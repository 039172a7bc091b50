import { fstat } from '../../builtin.js';
import { kernel } from '../../native.js';
import { shared_cells } from '../shared.js';
import { tid } from '../thread.js';

/** The state of a descriptor number. `resting`: closed, and withheld from reuse for a while. */
export const state = { unknown: 0, open: 1, resting: 2, closed: 3 } as const;

/** Descriptors beyond this number are not followed. */
const most = 4096;

const [STATE, GENERATION, TID, INODE] = [0, 1, 2, 3];
const fields = 4;
/** The capacity of each text, in bytes. A descriptor has two: the call and source line that opened it, and those that closed it. */
const room = 126;
const text_size = 2 + room;
const ints_each = fields + (2 * text_size) / Int32Array.BYTES_PER_ELEMENT;

/** The call that opened or closed a descriptor. */
export interface Deed {
  /** The C function. */
  readonly by: string;
  readonly where: string | undefined;
}

/** The descriptors of the process, which its threads share. They are in shared memory, not in messages, so that the entries of a terminated worker remain. */
export class Book {
  readonly #cells: Int32Array;
  readonly #bytes: Uint8Array;

  constructor() {
    this.#cells = shared_cells('sys-socket check', 1 + most * ints_each).cells;
    this.#bytes = new Uint8Array(this.#cells.buffer);
  }

  /** The number of findings in all threads of the process. */
  get found(): number {
    return Atomics.load(this.#cells, 0);
  }

  count_finding(): void {
    Atomics.add(this.#cells, 0, 1);
  }

  state_of(fd: number): number {
    return follows(fd) ? Atomics.load(this.#cells, first_of(fd) + STATE) : state.unknown;
  }

  /** A counter that changes each time the number is opened. */
  generation_of(fd: number): number {
    return follows(fd) ? Atomics.load(this.#cells, first_of(fd) + GENERATION) : 0;
  }

  /** The thread that opened it. */
  opener_of(fd: number): number {
    return Atomics.load(this.#cells, first_of(fd) + TID);
  }

  opened(fd: number, deed: Deed): void {
    if (!follows(fd)) return;
    const first = first_of(fd);
    this.#write(fd, 0, deed);
    Atomics.add(this.#cells, first + GENERATION, 1);
    Atomics.store(this.#cells, first + TID, tid());
    Atomics.store(this.#cells, first + INODE, inode_of(fd));
    Atomics.store(this.#cells, first + STATE, state.open);
  }

  closed(fd: number, deed: Deed): void {
    if (!follows(fd)) return;
    this.#write(fd, 1, deed);
    Atomics.store(this.#cells, first_of(fd) + STATE, state.closed);
  }

  /** @returns false if the descriptor was no longer in the state `from` */
  change(fd: number, from: number, to: number): boolean {
    return Atomics.compareExchange(this.#cells, first_of(fd) + STATE, from, to) === from;
  }

  opened_by(fd: number): Deed {
    return this.#read(fd, 0);
  }

  closed_by(fd: number): Deed {
    return this.#read(fd, 1);
  }

  /** The open descriptors that still refer to the file they were opened on: Node may have closed a descriptor that was handed to it. */
  open(): number[] {
    return Array.from({ length: most }, (_, fd) => fd).filter(
      (fd) => this.state_of(fd) === state.open && inode_of(fd) === Atomics.load(this.#cells, first_of(fd) + INODE),
    );
  }

  #write(fd: number, which: 0 | 1, { by, where = '' }: Deed): void {
    const at = text_at(fd, which);
    const { written } = new TextEncoder().encodeInto(`${by} ${where}`, this.#bytes.subarray(at + 2, at + text_size));
    this.#bytes[at] = written;
  }

  #read(fd: number, which: 0 | 1): Deed {
    const at = text_at(fd, which);
    const text = Buffer.from(this.#bytes.subarray(at + 2, at + 2 + (this.#bytes[at] ?? 0))).toString();
    const space = text.indexOf(' ');
    return { by: text.slice(0, space), where: text.slice(space + 1) || undefined };
  }
}

function follows(fd: number): boolean {
  return fd >= 0 && fd < most;
}

function first_of(fd: number): number {
  return 1 + fd * ints_each;
}

function text_at(fd: number, which: 0 | 1): number {
  return (first_of(fd) + fields) * Int32Array.BYTES_PER_ELEMENT + which * text_size;
}

/** The low 32 bits of the inode number of its file; 0 if it is not open. */
function inode_of(fd: number): number {
  try {
    return Number(BigInt.asIntN(32, fstat(fd).ino));
  } catch {
    return 0;
  }
}

/** True if the descriptor is open, no matter who opened it. */
export function is_open(fd: number, F_GETFD: number): boolean {
  return kernel.fcntl(fd, F_GETFD, 0) >= 0;
}
