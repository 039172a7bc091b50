import { append } from '../../codec/intrinsics.js';
import type { StraceCall, StraceEvent } from '../event.js';
import { clones_with, is_fork, unshares_files } from '../fd-calls.js';

/**
 * The processes of a trace, as far as it shows their creation. In the sense of this module, a process is what has a table of descriptors:
 * threads share their table, a forked process has a copy, and so has a thread that unshares its table.
 */
export interface Processes {
  /** The process that a thread belonged to at an event: undefined for the first one, and for threads whose creation was not traced. */
  of(event: StraceEvent): number | undefined;
  /** True if an event of a process is its own, and not of another thread or process that shares its table: only its own end is its end. */
  owns(event: StraceEvent): boolean;
  /** True if a process has threads of which the trace shows nothing: without `-f`, or with `-ff`. They may have done anything with its descriptors. */
  is_hidden(process: number | undefined): boolean;
}

/** A thread at a line. Its number is missing in a trace of a single one. */
interface Place {
  readonly tid?: number | undefined;
  readonly number: number;
}

/** From this line on, a thread has a table of its own, or that of its creator. */
interface Start {
  /** The line where the call began. Also identifies the process. */
  readonly number: number;
  /** The creator, if it shares its table. */
  readonly shared?: { readonly by: number | undefined; readonly is_thread: boolean };
}

export function processes(events: readonly StraceEvent[]): Processes {
  /** By thread; its number may be reused. */
  const starts = new Map<number | undefined, Start[]>();

  const start_of = (tid: number | undefined, number: number): Start | undefined => {
    const all = starts.get(tid) ?? [];
    for (let i = all.length - 1; i >= 0; i -= 1) if ((all[i]?.number ?? 0) <= number) return all[i];
    return undefined;
  };
  const add = (tid: number | undefined, start: Start): void => {
    const all = starts.get(tid);
    if (all === undefined) starts.set(tid, [start]);
    else append(all, start);
  };

  const calls = events.filter((event): event is StraceCall => event.kind === 'call' && may_start(event));
  // A child can be seen before its creation has returned, so lines are compared, not events.
  for (const call of calls.sort((a, b) => a.number - b.number)) {
    const { name, number, tid, result = 0 } = call;
    if (is_fork(name)) {
      const shares = clones_with(call.call, 'CLONE_FILES');
      add(
        result,
        shares ? { number, shared: { by: tid, is_thread: clones_with(call.call, 'CLONE_THREAD') } } : { number },
      );
    } else {
      const { shared } = start_of(tid, number) ?? {};
      // The threads of a process end with its execve(2), so nobody is left to share the table with.
      if (shared !== undefined && !(name.startsWith('execve') && shared.is_thread)) add(tid, { number });
    }
  }

  const process_of = ({ tid, number }: Place): number | undefined => {
    for (;;) {
      const start = start_of(tid, number);
      if (start?.shared === undefined) return start?.number;
      number = start.number - 1; // each step leads to an earlier line, whatever the trace says
      tid = start.shared.by;
    }
  };

  // The execve(2) of a thread returns under the number of the first one.
  const seen = new Set(
    events.flatMap((event) => (event.kind === 'exit' ? [event.tid, event.superseded_by] : event.tid)),
  );
  const hidden = new Set<number | undefined>();
  for (const [tid, all] of starts) {
    if (!seen.has(tid))
      for (const { number, shared } of all)
        if (shared !== undefined) hidden.add(process_of({ tid: shared.by, number }));
  }

  return {
    of: process_of,
    is_hidden: (process) => hidden.has(process),
    owns: ({ tid, number }) => start_of(tid, number)?.shared === undefined,
  };
}

function may_start(call: StraceCall): boolean {
  const { name, result = -1 } = call;
  return is_fork(name) ? result > 0 : result === 0 && unshares_files(call);
}
