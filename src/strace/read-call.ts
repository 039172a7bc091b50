import type { Prefix, StraceCall } from './event.js';
import { read_returned } from './read-result.js';
import { read_arguments } from './read-value.js';

/** Where a line leaves the notation, and what should stand there. */
export interface Complaint {
  readonly position: number;
  readonly expected: string;
}

/** A call that has begun, and how far it goes. */
interface Start extends Pick<StraceCall, 'name' | 'args' | 'partial'> {
  /** The index of its `)`. */
  readonly end: number | undefined;
}

const opening = /([A-Za-z0-9_?]+)\(|<\.\.\. (\S+) resumed>/y;

/** The name and the arguments of a call, as far as they are there. */
export function read_call_start(text: string): Start | Complaint {
  opening.lastIndex = 0;
  const [all, begun, resumed] = opening.exec(text) ?? [];
  if (all === undefined) return { position: 0, expected: 'a call, a signal or an exit' };
  const { args, end } = read_arguments(text, all.length);
  if (begun !== undefined) return { name: begun, args, end };
  // Which arguments stand there depends on how many stood in the other half.
  return { name: resumed ?? '', args: [], end, partial: true };
}

/** A call that returned: `close(4) = 0`. */
export function read_call(text: string, prefix: Prefix): StraceCall | Complaint {
  const start = read_call_start(text);
  if ('expected' in start) return start;
  const { end, ...call } = start;
  if (end === undefined) return { position: text.length, expected: 'the ) of the call' };
  const equals = /^ *= ?/.exec(text.slice(end + 1))?.[0];
  if (equals === undefined) return { position: end + 1, expected: '= and a result' };
  const position = end + 1 + equals.length;
  const returned = read_returned(text.slice(position));
  if (returned === undefined) return { position, expected: 'a result' };
  return {
    kind: 'call',
    ...prefix,
    ...call,
    line: text.slice(0, position) + returned.returned,
    call: text.slice(0, end + 1),
    ...returned,
    unfinished: false,
  };
}

/** A call that did not return, with the words that strace ends it by. */
export function unreturned(text: string, prefix: Prefix, words = '<unfinished ...>'): StraceCall {
  const start = read_call_start(text);
  const { end: _, ...call } = 'expected' in start ? { name: '', args: [], end: undefined } : start;
  const nothing_yet = { returned: '', result: undefined, unfinished: true } as const;
  return { kind: 'call', ...prefix, ...call, line: `${text} ${words}`, call: text, ...nothing_yet };
}
