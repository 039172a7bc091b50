import { parse_strace } from 'sys-socket/strace';

/** A syscall, as a line of the trace tells it: the built-in one or strace's, with `-ttt` and `-T`. */
export interface Call {
  /** Seconds since the epoch. */
  readonly time: number;
  readonly name: string;
  /** What stands between the parentheses. */
  readonly args: string;
  /** What it returned; -1 with a code when it was refused. */
  readonly result: number;
  readonly code: string | undefined;
  /** Seconds that it took. */
  readonly duration: number;
}

/** Reads a line, or says undefined when it is none of a call that returned. */
export function call_of(line: string): Call | undefined {
  return calls_of(line)[0];
}

/** The calls of a whole log that returned. */
export function calls_of(log: string): Call[] {
  return [...parse_strace(log)].flatMap((event) => {
    if (event.kind !== 'call') return [];
    const { name, call, start, result, code, duration } = event;
    if (start === undefined || result === undefined || duration === undefined) return [];
    const args = call.slice(name.length + 1, -1);
    return [{ time: seconds(start), name, args, result, code, duration: seconds(duration) }];
  });
}

/** Of milliseconds, to the microsecond, which is as fine as a trace tells them. */
function seconds(ms: number): number {
  return Math.round(ms * 1000) / 1e6;
}
