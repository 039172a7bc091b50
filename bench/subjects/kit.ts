import { readSync } from 'node:fs';

/** Makes one call or a pair of calls, and checks the results. */
export type Step = () => void;

export function wrong(what: string): never {
  throw new Error(`${what}: not what was expected`);
}

const line = Buffer.alloc(1);

/**
 * Measures once, and again for each line on stdin, as bench/floor does, so that several processes can take turns.
 * Between the turns the process sleeps in read(2).
 */
export function take_turns(measure: () => object): void {
  do console.log(JSON.stringify(measure()));
  while (readSync(0, line) === line.length);
}

/** The percentiles that bench/floor reports for round trips, in ns, from times in ms. */
export function percentiles(times: Float64Array): object {
  const sorted = Float64Array.from(times).sort();
  const at = (percent: number) => (sorted[Math.ceil((sorted.length * percent) / 100) - 1] ?? Number.NaN) * 1e6;
  return { p50: at(50), p99: at(99) };
}
