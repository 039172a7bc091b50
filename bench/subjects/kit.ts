import { readSync } from 'node:fs';

/** Bytes of a frame's payload. */
export const payload_size = 64;

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
  return { case: 'rtt', size: payload_size, iterations: times.length, p50: at(50), p99: at(99), min: at(0) };
}
