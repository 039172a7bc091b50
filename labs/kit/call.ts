import { parse_strace } from 'sys-socket/strace';

/** A syscall from a line of a trace: the built-in trace or strace's, with `-ttt` and `-T`. */
export interface Call {
  /** Seconds since the epoch. */
  readonly time: number;
  readonly name: string;
  /** The text between the parentheses. */
  readonly args: string;
  /** The result; -1 with a code after an error. */
  readonly result: number;
  readonly code: string | undefined;
  /** Duration in seconds. */
  readonly duration: number;
}

/** Reads a line. Undefined unless it is a call that has returned. */
export function call_of(line: string): Call | undefined {
  return calls_of(line)[0];
}

/** The calls in a log that have returned. */
export function calls_of(log: string): Call[] {
  return [...parse_strace(log)].flatMap((event) => {
    if (event.kind !== 'call') return [];
    const { name, call, start, result, code, duration } = event;
    if (start === undefined || result === undefined || duration === undefined) return [];
    const args = call.slice(name.length + 1, -1);
    return [{ time: seconds(start), name, args, result, code, duration: seconds(duration) }];
  });
}

/** Converts from milliseconds, rounded to the microsecond, which is the resolution of a trace. */
function seconds(ms: number): number {
  return Math.round(ms * 1000) / 1e6;
}
