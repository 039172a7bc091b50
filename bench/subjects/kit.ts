/** Bytes of a frame's payload. */
export const payload_size = 64;

/** Prints the round trips as bench/floor does. */
export function report(name: string, times: Float64Array): void {
  times.sort();
  const percentile = (percent: number) => (times[Math.ceil((times.length * percent) / 100) - 1] ?? Number.NaN) * 1e6;
  console.log(
    JSON.stringify({
      case: 'rtt',
      through: name,
      size: payload_size,
      iterations: times.length,
      p50: percentile(50),
      p99: percentile(99),
    }),
  );
}
