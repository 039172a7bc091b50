// Strings and numbers, as strace prints them.

import { end_of_name, fd_name } from './fd-name.js';
import { bytes_of, end_of_quoted } from './quoted.js';
import { type Cursor, match, number_from, small } from './scan.js';
import type { Value } from './value.js';

const digits = /-?(?:0x[0-9a-f]{1,32}|\d{1,40})(?![\w.])/y;
const factor = /\*\d{1,20}/y;

/** What a reader returns for text that is not strace's notation. */
export const unknown: unique symbol = Symbol('not of the notation');

export function string(cursor: Cursor, start: number): Value | typeof unknown {
  const { text, at } = cursor;
  const end = end_of_quoted(text, start);
  if (end < 0) return unknown;
  const more = text.startsWith('...', end + 1);
  cursor.at = more ? end + 4 : end + 1;
  return { kind: 'string', bytes: bytes_of(text.slice(start + 1, end)), more, abstract: start > at };
}

export function number(cursor: Cursor): Value | typeof unknown | undefined {
  if (cursor.text.startsWith('1<<', cursor.at)) return undefined;
  const text = match(cursor, digits);
  if (text === undefined) return undefined;
  const times = match(cursor, factor);
  const one = number_from(text);
  const found = times === undefined ? one : small(BigInt(one) * BigInt(times.slice(1)));
  return typeof found === 'number' && cursor.text[cursor.at] === '<' ? annotated(cursor, found) : found;
}

export function annotated(cursor: Cursor, number: number | string): Value | typeof unknown {
  const end = end_of_name(cursor, cursor.at);
  if (end < 0) return unknown;
  const deleted = cursor.text.startsWith('(deleted)', end + 1);
  const is = fd_name(cursor.text.slice(cursor.at + 1, end), deleted);
  cursor.at = end + 1 + (deleted ? '(deleted)'.length : 0);
  return { kind: 'numbered', number, is };
}
