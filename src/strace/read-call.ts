import type { Prefix, StraceCall } from './event.js';
import { read_returned } from './read-result.js';
import { read_arguments } from './read-value.js';

/** Where a line stops being strace's notation, and what was expected there. */
export interface Complaint {
  readonly position: number;
  readonly expected: string;
}

/** The beginning of a call, and where its arguments end. */
interface Start extends Pick<StraceCall, 'name' | 'args' | 'partial'> {
  /** The index of its `)`. */
  readonly end: number | undefined;
}

const opening = /([A-Za-z0-9_?]+)\(|<\.\.\. (\S+) resumed>/y;

/** The name and the arguments of a call, as far as they are present. */
export function read_call_start(text: string): Start | Complaint {
  opening.lastIndex = 0;
  const [all, begun, resumed] = opening.exec(text) ?? [];
  if (all === undefined) return { position: 0, expected: 'a call, a signal or an exit' };
  const { args, end } = read_arguments(text, all.length);
  if (begun !== undefined) return { name: begun, args, end };
  // Which arguments these are depends on how many are in the other half.
  return { name: resumed ?? '', args: [], end, partial: true };
}

/** A call that returned: `close(4) = 0`. */
export function read_call(text: string, prefix: Prefix): StraceCall | Complaint {
  const start = read_call_start(text);
  if ('expected' in start) return start;
  const { end, ...call } = start;
  if (end === undefined) return { position: text.length, expected: 'the closing ) of the call' };
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

/** A call that did not return, and the words with which strace ends its line. */
export function unreturned(text: string, prefix: Prefix, words = '<unfinished ...>'): StraceCall {
  const start = read_call_start(text);
  const { end: _, ...call } = 'expected' in start ? { name: '', args: [], end: undefined } : start;
  const nothing_yet = { returned: '', result: undefined, unfinished: true } as const;
  return { kind: 'call', ...prefix, ...call, line: `${text} ${words}`, call: text, ...nothing_yet };
}
