import type { ErrnoName } from '../errno.js';
import { errno_table } from '../headers.js';
import type { StraceCall } from './event.js';
import { end_of_name } from './fd-name.js';
import { cursor_of } from './scan.js';

const numbers: ReadonlyMap<string, number> = new Map(errno_table.map(({ name, errno }) => [name, errno]));

const took = / <(\d+(?:\.\d+)?|unavailable)>$/;
const mark = /^ \((INJECTED|DELAYED)(?:: ([^()]*))?\)$/;
const number_form = /^(?:0x[0-9a-f]{1,32}|-?\d{1,40}|\?)/;
const tail_form = /^(?: (E[A-Z0-9_]+) \(.*\)| (?:E\?\?\? )?\(errno (\d+)\)| \((.*)\)| <[a-z]+>)?$/s;

/** The text after the `=` of a call, and what it means. */
export type Returned = Pick<
  StraceCall,
  'returned' | 'result' | 'errno' | 'code' | 'detail' | 'injected' | 'delayed' | 'duration'
>;

/** Undefined if it is not strace's notation. */
export function read_returned(text: string): Returned | undefined {
  const seconds = took.exec(text);
  const returned = seconds === null ? text : text.slice(0, seconds.index);
  const { end, ...marks } = read_marks(returned);
  const result = read_result(returned.slice(0, end));
  if (result === undefined) return undefined;
  const known = seconds !== null && seconds[1] !== 'unavailable';
  return {
    returned,
    ...result,
    ...marks,
    ...(known && { duration: Number((Number(seconds[1]) * 1000).toFixed(6)) }),
  };
}

interface Marks {
  /** Where the marks begin. */
  readonly end: number;
  readonly injected?: 'retval' | 'args';
  readonly delayed?: true;
}

function read_marks(text: string): Marks {
  let end = text.length;
  let injected: Marks['injected'];
  let delayed = false;
  while (text[end - 1] === ')') {
    const open = text.lastIndexOf(' (', end);
    const found = open < 0 ? null : mark.exec(text.slice(open, end));
    if (found === null) break;
    if (found[1] === 'DELAYED') delayed = true;
    else injected = found[2] === 'args' ? 'args' : 'retval';
    end = open;
  }
  return { end, ...(injected !== undefined && { injected }), ...(delayed && { delayed }) };
}

function read_result(text: string): Pick<StraceCall, 'result' | 'errno' | 'code' | 'detail'> | undefined {
  const number = number_form.exec(text)?.[0];
  const end = number === undefined ? undefined : end_of_number(text, number.length);
  if (number === undefined || end === undefined) return undefined;
  const [all, name, unnamed, detail] = tail_form.exec(text.slice(end)) ?? [];
  if (all === undefined) return undefined;
  const value = /^0[0-7]+$/.test(number) ? Number.parseInt(number, 8) : Number(number);
  const result = number === '?' ? undefined : value;
  if (unnamed !== undefined) return { result, errno: Number(unnamed), code: `ERRNO_${Number(unnamed)}` };
  if (name === undefined) return { result, ...(detail !== undefined && { detail }) };
  const errno = numbers.get(name);
  // strace prints the names of the kernel's own headers.
  return { result, code: name as ErrnoName, ...(errno !== undefined && { errno }) };
}

/** The index after strace's annotation: `4<TCP:[...]>`, or for a process `2<sh>` and its PID in strace's own namespace. */
function end_of_number(text: string, start: number): number | undefined {
  let at = start;
  if (text[at] === '<') {
    at = end_of_name(cursor_of(text), at) + 1;
    if (at === 0) return undefined;
    if (text.startsWith('(deleted)', at)) at += '(deleted)'.length;
  }
  if (!text.startsWith(' /*', at)) return at;
  const end = text.indexOf('*/', at);
  return end < 0 ? undefined : end + 2;
}
