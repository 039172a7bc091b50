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

/** Watches for the end of the program, among those of its children. */
export function ended_by() {
  let lowest = Number.POSITIVE_INFINITY;
  let began = false;
  let found: Ended | undefined;
  return {
    see(event: StraceEvent): void {
      began ||= event.kind !== 'exit' && event.kind !== 'note';
      if (event.kind !== 'exit' || event.superseded_by !== undefined) return;
      // The program is the first that strace made, so its number is the lowest, until the kernel begins again at 1.
      const tid = event.tid ?? 0;
      if (tid > lowest) return;
      lowest = tid;
      found = { status: event.status ?? null, signal: event.signal ?? null };
    },
    /** True once it has done anything but end. */
    began: () => began,
    /** strace ends as its program did, and the shell says 128 and more for a signal: where that is something else, that counts. */
    end(code: number): Ended {
      if (found !== undefined && code === code_of(found)) return found;
      const signal = Object.entries(constants.signals).find(([, number]) => number === code - 128)?.[0];
      return signal === undefined ? { status: code, signal: null } : { status: null, signal };
    },
  };
}

/** As a shell says it: 128 and the number of the signal. */
export function code_of({ status, signal }: End): number {
  if (typeof status === 'number') return status;
  return 128 + (Object.entries(constants.signals).find(([name]) => name === signal)?.[1] ?? 0);
}
