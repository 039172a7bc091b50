import type { Descriptors } from './descriptors.js';
import type { Prefix, StraceCall, StraceEvent } from './event.js';
import { type Complaint, read_call, unreturned } from './read-call.js';
import type { Begun, Resumed } from './read-line.js';

const nothing: readonly StraceEvent[] = [];

/** Joins the two halves of a call that another thread's line has split. */
export interface Halves {
  /** The first half. An earlier open call of the thread never returned: a thread is in one call at a time. */
  begin(half: Begun, prefix: Prefix): readonly StraceEvent[];
  /** The second half. Without its first half it becomes a separate event. */
  resume(half: Resumed, prefix: Prefix): readonly (StraceEvent | Complaint)[];
  /** The thread has ended. */
  exit(tid: number | undefined): readonly StraceEvent[];
  /** The trace has ended. */
  end(): readonly StraceEvent[];
}

export function halves(known: Descriptors): Halves {
  /** Calls that have not returned, by thread; undefined where strace omits the number. */
  const begun = new Map<number | undefined, Begun & { readonly prefix: Prefix }>();

  const exit = (tid: number | undefined): readonly StraceEvent[] => {
    const call = begun.get(tid);
    if (call === undefined) return nothing;
    begun.delete(tid);
    return [known.see(unreturned(call.text, call.prefix, call.broken_off))];
  };

  const begin = (half: Begun, prefix: Prefix): readonly StraceEvent[] => {
    const before = exit(prefix.tid);
    begun.set(prefix.tid, { ...half, prefix });
    // strace has detached from the thread: nothing follows.
    return half.broken_off.startsWith('<detached') ? [...before, ...exit(prefix.tid)] : before;
  };

  /** If strace omits the number in one half, the name must match. An execve returns under the number of the first thread. */
  const first_half = (tid: number | undefined, name: string) => {
    const anywhere = tid === undefined || name.startsWith('execve');
    const keys = begun.has(tid) ? [tid] : anywhere ? [...begun.keys()] : [undefined];
    const key = keys.find((key) => begins(begun.get(key)?.text, name));
    const call = begun.get(key);
    begun.delete(key);
    return call;
  };

  const returned = (call: StraceCall, { number }: Prefix) =>
    known.see(call.number === number ? call : { ...call, resumed: number });

  const resume = (half: Resumed, prefix: Prefix): readonly (StraceEvent | Complaint)[] => {
    const first = first_half(prefix.tid, half.name);
    const text = first === undefined ? half.text : first.text + half.text.slice(`<... ${half.name} resumed>`.length);
    const whole = { ...(first?.prefix ?? prefix), ...(prefix.tid !== undefined && { tid: prefix.tid }) };
    if (half.broken_off !== undefined) return begin({ kind: 'begun', text, broken_off: half.broken_off }, whole);
    const call = read_call(text, whole);
    if (!('expected' in call)) return [returned(call, prefix)];
    if (first === undefined) return [call];
    // The two do not belong together, or the second is damaged.
    const alone = read_call(half.text, prefix);
    const before = known.see(unreturned(first.text, first.prefix, first.broken_off));
    return [before, 'expected' in alone ? alone : returned(alone, prefix)];
  };

  return { begin, resume, exit, end: () => [...begun.keys()].flatMap(exit) };
}

function begins(text: string | undefined, name: string): boolean {
  return text !== undefined && (text.startsWith(`${name}(`) || text.startsWith(`<... ${name} resumed>`));
}
