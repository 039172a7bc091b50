import { readSync } from 'node:fs';

/** Does one call, or a pair of them, and looks at what it answers. */
export type Step = () => void;

export function wrong(what: string): never {
  throw new Error(`${what}: not what was expected`);
}

const line = Buffer.alloc(1);

/**
 * Measures, and once more for each line on stdin, as bench/floor does: so several processes can take turns. Between
 * them the process sleeps in read(2).
 */
export function take_turns(measure: () => object): void {
  do console.log(JSON.stringify(measure()));
  while (readSync(0, line) === line.length);
}

/** What bench/floor reports of round trips, given in ms. */
export function percentiles(times: Float64Array): object {
  const sorted = Float64Array.from(times).sort();
  const at = (percent: number) => (sorted[Math.ceil((sorted.length * percent) / 100) - 1] ?? Number.NaN) * 1e6;
  return { p50: at(50), p99: at(99) };
}
