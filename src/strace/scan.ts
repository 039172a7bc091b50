import { end_of_quoted } from './quoted.js';

/** A position in a text. It only moves forward, so that parsing a line takes linear time. */
export interface Cursor {
  readonly text: string;
  at: number;
  /** The number of open brackets, which is limited so that no line exhausts the stack. */
  depth: number;
  /** Strings known not to occur in the rest of the text: they are not searched for again. */
  readonly missing: Set<string>;
}

export function cursor_of(text: string, at = 0): Cursor {
  return { text, at, depth: 0, missing: new Set() };
}

/** The index of the next `wanted`, or -1. */
export function find(cursor: Cursor, wanted: string, from: number): number {
  if (cursor.missing.has(wanted)) return -1;
  const found = cursor.text.indexOf(wanted, from);
  if (found < 0) cursor.missing.add(wanted);
  return found;
}

/** Decimal, hexadecimal, or, with a leading 0, octal. */
export function number_from(text: string): number | bigint {
  const octal = /^-?0[0-7]+$/.test(text);
  const plain = octal ? Number.parseInt(text, 8) : Number(text);
  if (Number.isSafeInteger(plain)) return plain === 0 ? 0 : plain;
  const magnitude = BigInt(text.replace(/^-/, '').replace(/^0(?=[0-7])/, '0o'));
  return small(text.startsWith('-') ? -magnitude : magnitude);
}

export function small(number: bigint): number | bigint {
  return Number.isSafeInteger(Number(number)) ? Number(number) : number;
}

/** The end of raw text: a `,` or a bracket that it did not open. `open` is the number of brackets open at `start`. */
export function end_of_raw(text: string, start: number, open: number): number {
  let depth = open;
  for (let at = start; at < text.length; at += 1) {
    const char = text[at] ?? '';
    if (char === '"') {
      const end = end_of_quoted(text, at);
      if (end < 0) return text.length;
      at = end;
    } else if ('([{'.includes(char)) depth += 1;
    else if (depth === 0 && ',)]}'.includes(char)) return at;
    else if (')]}'.includes(char)) depth -= 1;
  }
  return text.length;
}

export function match(cursor: Cursor, pattern: RegExp): string | undefined {
  pattern.lastIndex = cursor.at;
  const found = pattern.exec(cursor.text)?.[0];
  if (found !== undefined) cursor.at += found.length;
  return found;
}

export function skip_blanks(cursor: Cursor): void {
  while (cursor.text[cursor.at] === ' ') cursor.at += 1;
}
