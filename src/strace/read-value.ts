import { append, define } from '../codec/intrinsics.js';
import { annotated, number, string, unknown } from './read-scalar.js';
import { type Cursor, cursor_of, end_of_raw, find, match, skip_blanks } from './scan.js';
import { is, type Value } from './value.js';

const deepest = 100;
/** `msg_iov=`; before strace 4.13 `msg_iov(1)=`, with the length that msg_iovlen has now. */
const field = /([A-Za-z_][\w.]*)(?:\(\d+\))?=(?!=)/y;
const name = /[A-Za-z_&?$][\w.?$]*(?:<<\w+)?|1<<\w+/y;

/** The arguments after the `(`. `end` is the index of the `)`; undefined if there is none. */
export function read_arguments(
  text: string,
  start: number,
): { readonly args: Value[]; readonly end: number | undefined } {
  const cursor = cursor_of(text, start);
  const args: Value[] = [];
  const closed = sequence(cursor, ')', (label, value) => append(args, argument(label, value)));
  return { args, end: closed ? cursor.at - 1 : undefined };
}

/** The arguments of clone(2) have names: `flags=SIGCHLD`. */
function argument(label: string | undefined, value: Value): Value {
  return label === undefined ? value : { kind: 'struct', fields: { [label]: value }, items: [], more: false };
}

/** The value, if the text is exactly one. */
export function read_value(text: string): Value | undefined {
  const cursor = cursor_of(text);
  const value = known(cursor);
  return value !== unknown && cursor.at === text.length ? value : undefined;
}

/** Comma-separated values up to the closing bracket. False if the text ends before it. */
function sequence(
  cursor: Cursor,
  close: string,
  add: (label: string | undefined, value: Value) => void,
  read: (cursor: Cursor) => Value = value,
): boolean {
  const { text } = cursor;
  for (;;) {
    skip_blanks(cursor);
    if (cursor.at >= text.length) return false;
    if (text[cursor.at] === close) {
      cursor.at += 1;
      return true;
    }
    const label = match(cursor, field)?.replace(/(?:\(\d+\))?=$/, '');
    const before = cursor.at;
    add(label, read(cursor));
    if (text[cursor.at] === ',') cursor.at += 1;
    else if (cursor.at === before && text[cursor.at] !== close) return false; // an unmatched bracket
  }
}

/** A value up to the next `,` or bracket; raw text if it is not strace's notation. */
function value(cursor: Cursor): Value {
  const { at, depth } = cursor;
  const found = known(cursor);
  return found !== unknown && at_end(cursor) ? found : raw(cursor, at, depth);
}

/** Raw text from `start` on. It continues from where parsing stopped, with the brackets that are open there. */
function raw(cursor: Cursor, start: number, depth: number): Value {
  cursor.at = end_of_raw(cursor.text, cursor.at, cursor.depth - depth);
  cursor.depth = depth;
  return { kind: 'raw', text: cursor.text.slice(start, cursor.at).trim() };
}

/** True at the end of the value. Old versions of strace print a blank before the bracket of a resumed call. */
function at_end(cursor: Cursor): boolean {
  const { text } = cursor;
  let { at } = cursor;
  while (text[at] === ' ') at += 1;
  const next = text[at];
  if (next !== undefined && next !== ',' && next !== ')' && next !== ']' && next !== '}') return false;
  cursor.at = at;
  return true;
}

function known(cursor: Cursor): Value | typeof unknown {
  const before = flags(cursor);
  if (before === unknown) return unknown;
  if (cursor.text.startsWith(' => ', cursor.at)) cursor.at += 4;
  else if (typeof before === 'number' && cursor.text.startsWith('->', cursor.at))
    cursor.at += 2; // before strace 4.21
  else return before;
  const after = flags(cursor);
  return after === unknown ? unknown : { kind: 'changed', before, after };
}

/** One value, or several separated by `|`. */
function flags(cursor: Cursor): Value | typeof unknown {
  const first = commented(cursor);
  if (first === unknown || cursor.text[cursor.at] !== '|') return first;
  const parts: Value[] = [first];
  while (cursor.text[cursor.at] === '|') {
    cursor.at += 1;
    const next = commented(cursor);
    if (next === unknown) return unknown;
    append(parts, next);
  }
  const names = parts.flatMap((part) => (is(part, 'flags') ? part.names : []));
  const rest = parts.filter((part) => typeof part === 'number' || typeof part === 'bigint');
  return parts.every((part) => is(part, 'flags') || typeof part === 'number' || typeof part === 'bigint')
    ? { kind: 'flags', names, rest }
    : unknown;
}

/** With `-X verbose`, a comment has the names: AF_INET after `0x2`. Other comments say less than the value. */
function commented(cursor: Cursor): Value | typeof unknown {
  const found = single(cursor);
  const { text } = cursor;
  if (found === unknown || !text.startsWith(' /*', cursor.at)) return found;
  const end = find(cursor, '*/', cursor.at);
  if (end < 0) return unknown;
  const comment = text.slice(cursor.at + 3, end).trim();
  cursor.at = end + 2;
  if (!/^[A-Za-z_]\w*(\||\(.*\)$|$)/.test(comment)) return found;
  return read_value(comment) ?? found;
}

function single(cursor: Cursor): Value | typeof unknown {
  const { text, at } = cursor;
  const first = text[at];
  if (first === '"') return string(cursor, at);
  if (first === '@' && text[at + 1] === '"') return string(cursor, at + 1);
  if (first === '[') return array(cursor);
  if (first === '{') return struct(cursor);
  if (first === '~' && text[at + 1] === '[') return inverted(cursor);
  if (first === '.' && text.startsWith('...', at)) {
    cursor.at += 3;
    return { kind: 'more' };
  }
  return number(cursor) ?? named(cursor);
}

function named(cursor: Cursor): Value | typeof unknown {
  const text = match(cursor, name);
  if (text === undefined) return unknown;
  if (text === 'NULL') return null;
  const next = cursor.text[cursor.at];
  if (next === '<') return annotated(cursor, text);
  if (next !== '(') return { kind: 'flags', names: [text], rest: [] };
  return nested(cursor, 1, () => {
    const args: Value[] = [];
    const closed = sequence(cursor, ')', (label, value) => append(args, argument(label, value)));
    return closed ? { kind: 'expression', name: text, args } : unknown;
  });
}

function array(cursor: Cursor): Value | typeof unknown {
  return nested(cursor, 1, () => {
    const items: Value[] = [];
    let labelled = false;
    let set: Value | undefined;
    const closed = sequence(
      cursor,
      ']',
      (label, value) => {
        append(items, value);
        labelled ||= label !== undefined;
      },
      () => {
        const { at, depth } = cursor;
        const first = known(cursor);
        if (first !== unknown && at_end(cursor)) return first;
        const members = first === unknown ? undefined : spaced(cursor, at, first);
        set = members && { kind: 'bits', inverted: false, members };
        return set ?? raw(cursor, at, depth);
      },
    );
    if (!closed || labelled) return unknown;
    return set !== undefined && items.length === 1 ? set : items;
  });
}

function inverted(cursor: Cursor): Value | typeof unknown {
  return nested(cursor, 2, () => {
    skip_blanks(cursor);
    const start = cursor.at;
    const first = cursor.text[start] === ']' ? undefined : commented(cursor);
    const members = first === undefined ? [] : first === unknown ? undefined : spaced(cursor, start, first);
    if (members === undefined || cursor.text[cursor.at] !== ']') return unknown;
    cursor.at += 1;
    return { kind: 'bits', inverted: true, members };
  });
}

/** The values after the first, separated by blanks, up to a bracket; undefined if there is anything else. */
function spaced(cursor: Cursor, start: number, first: Value): Value[] | undefined {
  const { text } = cursor;
  if (is_compound(text[start])) return undefined;
  const members = [first];
  while (!at_end(cursor)) {
    if (text[cursor.at] !== ' ' || is_compound(text[cursor.at + 1])) return undefined;
    cursor.at += 1;
    const member = commented(cursor);
    if (member === unknown) return undefined;
    append(members, member);
  }
  return members;
}

function is_compound(char: string | undefined): boolean {
  return char === '{' || char === '[' || char === '"';
}

function struct(cursor: Cursor): Value | typeof unknown {
  return nested(cursor, 1, () => {
    const fields: Record<string, Value> = {};
    const items: Value[] = [];
    let more = false;
    const closed = sequence(cursor, '}', (label, value) => {
      const target = label ?? target_of(value);
      if (is(value, 'more') && label === undefined) more = true;
      else if (target === undefined || target === '__proto__') append(items, value);
      else if (target in fields) define(fields, target, value);
      else fields[target] = value;
    });
    return closed ? { kind: 'struct', fields, items, more } : unknown;
  });
}

/** `inet_pton(AF_INET6, "::1", &sin6_addr)` is the field sin6_addr. */
function target_of(value: Value): string | undefined {
  const last = is(value, 'expression') ? value.args.at(-1) : undefined;
  const [target] = is(last, 'flags') ? last.names : [];
  return target?.startsWith('&') ? target.slice(1) : undefined;
}

/** Reads the contents of brackets. They count as open if the contents are not strace's notation. */
function nested(cursor: Cursor, skip: number, read: () => Value | typeof unknown): Value | typeof unknown {
  if (cursor.depth >= deepest) return unknown;
  cursor.depth += 1;
  cursor.at += skip;
  const found = read();
  if (found !== unknown) cursor.depth -= 1;
  return found;
}
