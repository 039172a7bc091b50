import { constants } from 'node:os';
import type { StraceEvent } from './event.js';

interface Ended {
  readonly status: number | null;
  readonly signal: string | null;
}

interface End {
  readonly status?: number | null;
  readonly signal?: string | null;
}

/** Finds the exit of the program among those of its children. */
export function ended_by() {
  let lowest = Number.POSITIVE_INFINITY;
  let began = false;
  let found: Ended | undefined;
  return {
    see(event: StraceEvent): void {
      began ||= event.kind !== 'exit' && event.kind !== 'note';
      if (event.kind !== 'exit' || event.superseded_by !== undefined) return;
      // The program is the first process that strace started, so its PID is the lowest, unless PIDs have wrapped around.
      const tid = event.tid ?? 0;
      if (tid > lowest) return;
      lowest = tid;
      found = { status: event.status ?? null, signal: event.signal ?? null };
    },
    /** True once it has done anything other than exit. */
    began: () => began,
    /** strace exits as its program did, and the shell reports 128 plus the number of a signal. If that differs from the trace, it wins. */
    end(code: number): Ended {
      if (found !== undefined && code === code_of(found)) return found;
      const signal = Object.entries(constants.signals).find(([, number]) => number === code - 128)?.[0];
      return signal === undefined ? { status: code, signal: null } : { status: null, signal };
    },
  };
}

/** As a shell reports it: 128 plus the number of the signal. */
export function code_of({ status, signal }: End): number {
  if (typeof status === 'number') return status;
  return 128 + (Object.entries(constants.signals).find(([name]) => name === signal)?.[1] ?? 0);
}
