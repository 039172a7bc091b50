import type { ErrnoName } from '../errno.js';
import { errno_table } from '../native.js';
import type { Prefix, StraceCall } from './event.js';
import { read_arguments } from './read-value.js';

/** Where a line leaves the notation, and what should stand there. */
export interface Complaint {
  readonly position: number;
  readonly expected: string;
}

const numbers: ReadonlyMap<string, number> = new Map(errno_table.map(({ name, errno }) => [name, errno]));

const opening = /[A-Za-z0-9_?]+\(/y;
const took = / <(\d+\.\d+|unavailable)>$/;
const mark = / \((INJECTED|DELAYED)(?:: ([^()]*))?\)$/;
const returned_form =
  /^(-?\d+|0x[0-9a-f]+|\?)(?:<.*>(?:\(deleted\))?)?(?: (E[A-Z0-9_]+) \(.*\)| \(errno (\d+)\)| \((.*)\)| <[a-z]+>)?$/s;

/** The name and the arguments of a call, as far as they are there. */
export function read_call_start(
  text: string,
): { name: string; args: StraceCall['args']; end: number | undefined } | Complaint {
  opening.lastIndex = 0;
  const name = opening.exec(text)?.[0].slice(0, -1);
  if (name === undefined) return { position: 0, expected: 'a call, a signal or an exit' };
  return { name, ...read_arguments(text, name.length + 1) };
}

/** A call that returned: `close(4) = 0`. */
export function read_call(text: string, prefix: Prefix): StraceCall | Complaint {
  const start = read_call_start(text);
  if ('expected' in start) return start;
  const { name, args, end } = start;
  if (end === undefined) return { position: text.length, expected: 'the ) of the call' };
  const equals = /^ *= ?/.exec(text.slice(end + 1))?.[0];
  if (equals === undefined) return { position: end + 1, expected: '= and a result' };
  const position = end + 1 + equals.length;
  const { rest, ...marks } = read_marks(text.slice(position));
  const result = read_result(rest);
  if (result === undefined) return { position, expected: 'a result' };
  const call = text.slice(0, end + 1);
  return {
    kind: 'call',
    ...prefix,
    name,
    args,
    line: text.slice(0, position) + marks.returned,
    call,
    ...result,
    ...marks,
    unfinished: false,
  };
}

interface Marks {
  /** The result as it stands there, and without its marks. */
  readonly returned: string;
  readonly rest: string;
  readonly injected?: 'retval' | 'args';
  readonly delayed?: true;
  readonly duration?: number;
}

function read_marks(text: string): Marks {
  const seconds = took.exec(text);
  const returned = seconds === null ? text : text.slice(0, seconds.index);
  let rest = returned;
  let injected: Marks['injected'];
  let delayed = false;
  for (let found = mark.exec(rest); found !== null; found = mark.exec(rest)) {
    if (found[1] === 'DELAYED') delayed = true;
    else injected = found[2] === 'args' ? 'args' : 'retval';
    rest = rest.slice(0, found.index);
  }
  const known = seconds !== null && seconds[1] !== 'unavailable';
  return {
    returned,
    rest,
    ...(injected !== undefined && { injected }),
    ...(delayed && { delayed }),
    ...(known && { duration: Number((Number(seconds[1]) * 1000).toFixed(6)) }),
  };
}

function read_result(text: string): Pick<StraceCall, 'result' | 'errno' | 'code' | 'detail'> | undefined {
  const [all, number = '', name, unnamed, detail] = returned_form.exec(text) ?? [];
  if (all === undefined) return undefined;
  const value = /^0[0-7]+$/.test(number) ? Number.parseInt(number, 8) : Number(number);
  const result = number === '?' ? undefined : value;
  if (unnamed !== undefined) return { result, errno: Number(unnamed), code: `ERRNO_${Number(unnamed)}` };
  if (name === undefined) return { result, ...(detail !== undefined && { detail }) };
  const errno = numbers.get(name);
  // strace prints the names of the kernel's own headers.
  return { result, code: name as ErrnoName, ...(errno !== undefined && { errno }) };
}
