import { getEnvironmentData, setEnvironmentData } from 'node:worker_threads';

const LOCK = 0;
const OPEN = 1;

/** No writer holds the lock longer than a write takes; one that was terminated in the middle holds it for ever. */
const patience = 200;

/**
 * What the threads of a process must know of each other to write lines to one place: whose line has no end yet. A worker
 * shares the board of the thread that started it.
 */
export class Board {
  readonly #cells: Int32Array;

  /** @param place what is written to: threads that write to the same place have the same board */
  constructor(place: string) {
    const key = `sys-socket trace ${place}`;
    const shared: unknown = getEnvironmentData(key);
    if (shared instanceof SharedArrayBuffer) {
      this.#cells = new Int32Array(shared);
    } else {
      this.#cells = new Int32Array(new SharedArrayBuffer(2 * Int32Array.BYTES_PER_ELEMENT));
      setEnvironmentData(key, this.#cells.buffer);
    }
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
