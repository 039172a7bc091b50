import { shared_cells } from './shared.js';

const LOCK = 0;
const OPEN = 1;

/** The maximum wait for the lock, in milliseconds. A writer holds the lock for one write; a thread terminated during it never unlocks. */
const patience = 200;

/**
 * A lock for the threads of a process that write lines to the same place. It also holds the ID of the thread whose line is unfinished. A
 * worker shares the lock of the thread that started it.
 */
export class OutputLock {
  readonly #cells: Int32Array;

  /** @param place the name of the output: threads that write to the same place have the same lock */
  constructor(place: string) {
    this.#cells = shared_cells(`sys-socket trace ${place}`, 2).cells;
  }

  /**
   * Runs `write` while it holds the lock. The parameter of `write` is the ID of the thread whose line is unfinished, or 0; its result is the
   * same after the write.
   */
  turn(write: (open: number) => number): void {
    while (Atomics.compareExchange(this.#cells, LOCK, 0, 1) !== 0) {
      if (Atomics.wait(this.#cells, LOCK, 1, patience) === 'timed-out') break;
    }
    try {
      Atomics.store(this.#cells, OPEN, write(Atomics.load(this.#cells, OPEN)));
    } finally {
      Atomics.store(this.#cells, LOCK, 0);
      Atomics.notify(this.#cells, LOCK, 1);
    }
  }
}
