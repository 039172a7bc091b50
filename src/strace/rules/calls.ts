import { append } from '../../codec/intrinsics.js';
import type { StraceCall, StraceEvent } from '../event.js';
import { read_arguments } from '../read-value.js';
import type { Value } from '../value.js';
import { matches_all } from './match.js';
import { broken, holds, type Verdict } from './verdict.js';

/** A call to look for. */
interface Pattern {
  readonly text: string;
  readonly name: string;
  readonly args?: readonly Value[];
  readonly result?: string;
}

/** The trace contains these calls in this order; with `exactly`, no others. */
export function makes_calls(
  events: readonly StraceEvent[],
  wanted: readonly string[],
  { exactly = false }: { readonly exactly?: boolean | undefined } = {},
): Verdict {
  const patterns: Pattern[] = [];
  for (const text of wanted) append(patterns, pattern(text)); // an array can have four billion holes: the first one throws
  let found = 0;
  let last = -1;
  for (const [at, event] of events.entries()) {
    const next = patterns[found];
    if (event.kind !== 'call') continue;
    if (next !== undefined && is_like(event, next)) {
      found += 1;
      last = at;
    } else if (exactly)
      return broken(
        at,
        next === undefined ? `no more calls than these ${found}` : sought(next, found, patterns.length),
      );
  }
  const missing = patterns[found];
  if (missing !== undefined) return broken(last + 1, `${sought(missing, found, patterns.length)}, from here on`);
  return holds(`these ${found} calls were made`);
}

function sought({ text }: Pattern, index: number, count: number): string {
  return `${text} (call ${index + 1} of ${count})`;
}

function is_like(call: StraceCall, { name, args, result }: Pattern): boolean {
  if (call.name !== name || (args !== undefined && !matches_all(args, call.args))) return false;
  if (result === undefined || result === '_') return true;
  if (/^E[A-Z]/.test(result)) return call.code === result;
  return call.returned === result || call.returned.startsWith(`${result} `) || String(call.result) === result;
}

/** @throws TypeError if the text is not a call */
function pattern(text: unknown): Pattern {
  const [, name, open, rest = ''] = /^(\w+)(?:(\()(.*))?$/s.exec(String(text)) ?? [];
  if (typeof text !== 'string' || name === undefined)
    throw new TypeError(`toMakeCalls: calls must contain only calls, got ${String(text)}`);
  if (open === undefined) return { text, name };
  const { args, end } = read_arguments(rest, 0);
  const [, result] = /^(?: *= *(\S.*))?$/s.exec(rest.slice((end ?? rest.length) + 1)) ?? [];
  const complete = end !== undefined && (result !== undefined || rest.length === end + 1);
  if (!complete) throw new TypeError(`toMakeCalls: calls must contain only calls, got ${text}`);
  return { text, name, args, ...(result !== undefined && { result: result.trim() }) };
}
