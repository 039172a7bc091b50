import type { StraceEvent } from '../event.js';
import { is_fork } from '../fd-calls.js';

/** The processes of a trace, as far as it shows their creation. Threads share their descriptors; a forked process has copies of them. */
export interface Processes {
  /** The process that a thread belongs to: undefined for the first one, and for threads whose creation was not traced. */
  of(tid: number | undefined): number | undefined;
  /** True for a thread that was created as one, so that its end is not the end of its process. */
  is_thread(tid: number | undefined): boolean;
}

export function processes(events: readonly StraceEvent[]): Processes {
  const parents = new Map<number | undefined, number | undefined>();
  const forked = new Set<number>();
  for (const event of events) {
    if (event.kind !== 'call' || !is_fork(event.name) || event.result === undefined || event.result <= 0) continue;
    if (event.call.includes('CLONE_FILES')) parents.set(event.result, event.tid);
    else forked.add(event.result);
  }
  return {
    of(tid) {
      let at = tid;
      for (let steps = parents.size; at !== undefined && !forked.has(at); steps -= 1) {
        at = steps < 0 ? undefined : parents.get(at); // reused numbers may form a ring
      }
      return at;
    },
    is_thread: (tid) => parents.has(tid),
  };
}
