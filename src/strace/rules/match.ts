import { isDeepStrictEqual } from 'node:util';
import { is, type Struct, type Value } from '../value.js';

/** Matches values against those of a pattern, in which `_` is any value and `...` any number of further values. */
export function matches_all(wanted: readonly Value[], values: readonly Value[]): boolean {
  const open = is(wanted.at(-1), 'more');
  const fixed = open ? wanted.slice(0, -1) : wanted;
  if (open ? values.length < fixed.length : values.length !== fixed.length) return false;
  return fixed.every((value, i) => matches(value, values[i]));
}

export function matches(wanted: Value, value: Value | undefined): boolean {
  if (value === undefined) return false;
  if (is(wanted, 'flags') && wanted.names.length === 1 && wanted.names[0] === '_') return true;
  if (is(value, 'changed')) {
    if (is(wanted, 'changed')) return matches(wanted.before, value.before) && matches(wanted.after, value.after);
    return matches(wanted, value.after);
  }
  if (is(value, 'numbered') && !is(wanted, 'numbered')) return matches(wanted, plain(value.number));
  if (Array.isArray(wanted) && Array.isArray(value)) return matches_all(wanted, value);
  if (is(wanted, 'struct') && is(value, 'struct')) return matches_struct(wanted, value);
  if (is(wanted, 'expression') && is(value, 'expression')) {
    return wanted.name === value.name && matches_all(wanted.args, value.args);
  }
  if (is(wanted, 'string') && is(value, 'string')) {
    if (wanted.abstract !== value.abstract) return false;
    const bytes = wanted.more ? value.bytes.subarray(0, wanted.bytes.length) : value.bytes;
    return Buffer.compare(wanted.bytes, bytes) === 0 && (wanted.more || !value.more);
  }
  if (is(wanted, 'flags') && is(value, 'flags')) {
    return isDeepStrictEqual(new Set(wanted.names), new Set(value.names)) && isDeepStrictEqual(wanted.rest, value.rest);
  }
  return isDeepStrictEqual(wanted, value);
}

/** A number or name without strace's annotation: `AT_FDCWD`. */
function plain(number: number | string): Value {
  return typeof number === 'number' ? number : { kind: 'flags', names: [number], rest: [] };
}

function matches_struct(wanted: Struct, value: Struct): boolean {
  const names = Object.keys(wanted.fields);
  if (!wanted.more && names.length !== Object.keys(value.fields).length) return false;
  if (!wanted.more && wanted.items.length !== value.items.length) return false;
  return (
    names.every((name) => matches(wanted.fields[name] ?? null, value.fields[name])) &&
    wanted.items.every((item, i) => matches(item, value.items[i]))
  );
}
