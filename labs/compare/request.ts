import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';

/** A line of a client's stdin: how many exchanges, of how many bytes, and how. */
export interface Request {
  readonly count: number;
  readonly bytes: number;
  /** Watch the event loop meanwhile. */
  readonly watch: boolean;
  /** Send all before the first answer is read: one trip for all of them. */
  readonly ahead: boolean;
}

export function request_of(line: string): Request | undefined {
  const [count, bytes, how] = line.trim().split(' ');
  return count === '' || count === undefined
    ? undefined
    : { count: Number(count), bytes: Number(bytes), watch: how === 'watch', ahead: how === 'ahead' };
}

/** How the event loop fared: the times that a timer of 5 ms went off, and the longest delay that Node saw, in ms. */
export interface LoopFare {
  readonly ticks: number;
  readonly delay: number;
}

/** Watches the event loop until what it resolves to is called. */
export async function loop_watch(): Promise<() => Promise<LoopFare>> {
  const histogram = monitorEventLoopDelay({ resolution: 1 });
  histogram.enable();
  await sleep(20); // the first sample is what the next is measured from
  let ticks = 0;
  const timer = setInterval(() => {
    ticks += 1;
  }, 5);
  return async () => {
    const counted = ticks; // before the loop turns again, and catches up
    clearInterval(timer);
    await sleep(5); // the delay is seen when it is over
    histogram.disable();
    return { ticks: counted, delay: histogram.max / 1e6 };
  };
}
