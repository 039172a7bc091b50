import { append } from '../../codec/intrinsics.js';
import type { StraceCall, StraceEvent } from '../event.js';

/** The shortest sequence of numbers that is taken for a loop. */
const shortest = 3;

/** The closes of consecutive numbers that a thread makes one after the other. */
interface Run {
  readonly closes: StraceCall[];
  /** 1 or -1; 0 while there is one close. */
  readonly step: number;
  /** True if a number was not open whose close the trace does not show: it was closed without knowing whether it is open. */
  readonly blind: boolean;
}

/**
 * The closes of loops that close a whole range of numbers, open or not, as daemons and the children of old versions of Python's subprocess do:
 * EBADF is no mistake there.
 */
export function closes_in_loops(events: readonly StraceEvent[]): ReadonlySet<StraceEvent> {
  const runs = new Map<number | undefined, Run>();
  const found = new Set<StraceEvent>();
  const closed = new Set<number>();

  const end = (tid: number | undefined): void => {
    const run = runs.get(tid);
    runs.delete(tid);
    if (run?.blind && run.closes.length >= shortest) for (const call of run.closes) found.add(call);
  };

  for (const event of events) {
    if (event.kind !== 'call') continue;
    const { tid, name, code } = event;
    const fd = event.descriptor?.fd;
    if (name !== 'close' || fd === undefined) {
      end(tid);
      continue;
    }
    const run = continued(runs.get(tid), fd);
    if (run === undefined) end(tid);
    const { closes, step, blind }: Run = run ?? { closes: [], step: 0, blind: false };
    append(closes, event);
    runs.set(tid, { closes, step, blind: blind || (code === 'EBADF' && !closed.has(fd)) });
    if (code !== 'EBADF') closed.add(fd);
  }
  for (const tid of [...runs.keys()]) end(tid);
  return found;
}

/** The run with its step, if the number continues it. */
function continued(run: Run | undefined, fd: number): Run | undefined {
  const step = fd - (run?.closes.at(-1)?.descriptor?.fd ?? fd);
  return run !== undefined && Math.abs(step) === 1 && (run.step === 0 || run.step === step)
    ? { ...run, step }
    : undefined;
}
