import type { TraceEntry } from './event.js';

/** What a line of text shows beside the call. */
export interface TextOptions {
  /** strace's `-t`, `-tt`, `-ttt` or `-r`. */
  readonly time: 't' | 'tt' | 'ttt' | 'r' | undefined;
  /** strace's `-T`. */
  readonly duration: boolean;
  /** `'pid'`: `[pid 1234] `, as strace prints to a terminal. `'number'`: `1234  `, as it does to a file. */
  readonly thread: 'pid' | 'number' | false;
  /** The source line that made the call. */
  readonly where: boolean;
  /** strace's `-a`: the column of the result. */
  readonly align: number;
}

/** Makes the text before a call: the thread and the time. */
export function prefix({ time, thread }: TextOptions): (entry: TraceEntry, now: number) => string {
  let last: number | undefined;
  const clock = {
    t: (now: number) => time_of_day(now),
    tt: (now: number) => `${time_of_day(now)}.${micros(now)}`,
    ttt: (now: number) => `${Math.floor(now / 1000)}.${micros(now)}`,
    r: (now: number) => {
      const since = now - (last ?? now);
      last = now;
      return (since / 1000).toFixed(6).padStart(13);
    },
  };
  return ({ tid }, now) => {
    const who = { pid: `[pid ${`${tid}`.padStart(5)}] `, number: `${`${tid}`.padEnd(5)} ` };
    return `${thread ? who[thread] : ''}${time === undefined ? '' : `${clock[time](now)} `}`;
  };
}

function time_of_day(now: number): string {
  const date = new Date(now);
  return [date.getHours(), date.getMinutes(), date.getSeconds()].map((n) => String(n).padStart(2, '0')).join(':');
}

/** The microseconds of the second. */
function micros(now: number): string {
  return String(Math.floor((now % 1000) * 1000)).padStart(6, '0');
}
