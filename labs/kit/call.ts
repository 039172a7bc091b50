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

const shape = /^(?:\d+ +)?(\d+\.\d+) (\w+)\((.*)\) += (-?\d+)(?: (E[A-Z0-9]+))?.* <(\d+\.\d+)>$/;

/** Reads a line, or says undefined when it is none of a call that returned. */
export function call_of(line: string): Call | undefined {
  const [, time, name, args, result, code, duration] = shape.exec(line) ?? [];
  if (name === undefined || args === undefined) return undefined;
  return { time: Number(time), name, args, result: Number(result), code, duration: Number(duration) };
}

/** The calls of a whole log. Lines of a blocked call that another thread's interrupts are joined first. */
export function calls_of(log: string): Call[] {
  const begun = new Map<string, string>();
  return log.split('\n').flatMap((line) => {
    const [, pid = '', rest = line] = /^(\d+) +(\d+\.\d+ .*)$/.exec(line) ?? [];
    const cut = / <unfinished \.\.\.>$/.exec(rest);
    if (cut !== null) {
      begun.set(pid, rest.slice(0, cut.index));
      return [];
    }
    const resumed = /^\d+\.\d+ <\.\.\. \w+ resumed>/.exec(rest);
    const whole = resumed === null ? rest : `${begun.get(pid) ?? ''}${rest.slice(resumed[0].length)}`;
    return call_of(whole) ?? [];
  });
}
