import { shared_cells } from './shared.js';

const LOCK = 0;
const OPEN = 1;

/** No writer holds the lock longer than a write takes; one that was terminated in the middle holds it for ever. */
const patience = 200;

/**
 * What the threads of a process must know of each other to write lines to one place: whose line has no end yet. A worker
 * shares the lock of the thread that started it.
 */
export class OutputLock {
  readonly #cells: Int32Array;

  /** @param place what is written to: threads that write to the same place have the same lock */
  constructor(place: string) {
    this.#cells = shared_cells(`sys-socket trace ${place}`, 2).cells;
  }

  /**
   * Runs `write` while no other thread can: it is given the thread whose line is open, 0 for none, and gives back the one
   * whose line is open then.
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
