import { at, isArray, isUint8Array, length_of } from './intrinsics.js';

/** `typeof`, except that null is `'null'`. */
function type_of(value: unknown): string {
  return value === null ? 'null' : typeof value;
}

export const is_integer = Number.isInteger as (value: unknown) => value is number;

/** Throws unless `value` is a whole number in the range. */
export function check_integer(value: unknown, low: number, high: number, where: string): asserts value is number {
  if (!is_integer(value) || value < low || value > high) throw not_integer(value, low, high, where);
}

/** Errors are made in functions of their own: V8 inlines a check only into programs that have room for all of its bytecode. */
function not_integer(value: unknown, low: number, high: number, where: string): Error {
  if (typeof value !== 'number') return new TypeError(`${where} must be a number, got ${type_of(value)}`);
  return new RangeError(`${where} must be an integer from ${low} to ${high}, got ${value}`);
}

/** True for a value that fits into C's `int`. */
export function is_int(value: unknown): value is number {
  return typeof value === 'number' && (value | 0) === value;
}

/** True for a value that fits into C's `short`. */
export function is_short(value: unknown): value is number {
  return typeof value === 'number' && (value << 16) >> 16 === value;
}

/** Throws unless `value` is an object, whose fields can be read. */
export function check_object(value: unknown, where: string): asserts value is object {
  if (typeof value !== 'object' || value === null) {
    throw new TypeError(`${where} must be an object, got ${type_of(value)}`);
  }
}

export function check_string(value: unknown, where: string): asserts value is string {
  if (typeof value !== 'string') throw new TypeError(`${where} must be a string, got ${type_of(value)}`);
}

export function check_array(value: unknown, where: string): asserts value is readonly unknown[] {
  if (!isArray(value)) throw new TypeError(`${where} must be an array, got ${type_of(value)}`);
}

export function check_strings(value: unknown, where: string): asserts value is readonly string[] {
  check_array(value, where);
  for (let i = 0; i < value.length; ++i) check_string(value[i], `${where}[${i}]`);
}

export function check_function(value: unknown, where: string): void {
  if (typeof value !== 'function') throw new TypeError(`${where} must be a function, got ${type_of(value)}`);
}

/** Throws unless `value` is undefined or one of the words. */
export function check_word(value: unknown, words: readonly string[], where: string): void {
  for (let i = 0; i < words.length; ++i) if (value === words[i]) return;
  if (value === undefined) return;
  const got = typeof value === 'string' ? `'${value}'` : type_of(value);
  throw new TypeError(`${where} must be '${words.join("', '")}' or left out, got ${got}`);
}

/** Throws unless `value` is undefined or looks like an AbortSignal. */
export function check_signal(value: unknown, where: string): asserts value is AbortSignal | undefined {
  if (value === undefined) return;
  if (typeof value === 'object' && value !== null && 'aborted' in value && 'addEventListener' in value) return;
  throw new TypeError(`${where} must be an AbortSignal`);
}

/** Throws unless `value` is an unsigned 64-bit integer: a bigint, or a number that is exact. */
export function check_u64(value: unknown, where: string): asserts value is number | bigint {
  if (typeof value !== 'bigint') check_integer(value, 0, Number.MAX_SAFE_INTEGER, where);
  else if (BigInt.asUintN(64, value) !== value) {
    throw new RangeError(`${where} must be an unsigned 64-bit integer, got ${value}`);
  }
}

/** True for a `Uint8Array` of this realm or another. (A vm context has its own class, which `instanceof` would not recognize.) */
export function is_bytes(value: unknown): value is Uint8Array {
  return isUint8Array(value);
}

/** Throws unless `value` is a `Uint8Array` with memory. */
export function check_bytes(value: unknown, where: string): asserts value is Uint8Array {
  if (!is_bytes(value) || length_of(value) === 0) check_empty(value, where);
}

/** A detached view, or one whose buffer has shrunk beneath it, also has length 0: `at` throws for those. */
function check_empty(value: unknown, where: string): void {
  if (!is_bytes(value)) throw new TypeError(`${where} must be a Uint8Array, got ${type_of(value)}`);
  try {
    at(value, 0);
  } catch {
    throw new TypeError(`${where} must be a Uint8Array whose buffer is not detached or too short`);
  }
}

/** Throws unless `codec` has the size and the functions of a codec. */
export function check_codec(codec: object, where: string): void {
  check_object(codec, where);
  const { size, encode, decode } = codec as {
    readonly size?: unknown;
    readonly encode?: unknown;
    readonly decode?: unknown;
  };
  check_integer(size, 0, 0x7fff_ffff, `${where}.size`);
  if (typeof encode !== 'function' || typeof decode !== 'function') {
    throw new TypeError(`${where} must have the functions encode and decode`);
  }
}

/** Throws unless `access` is `'r'`, `'w'` or `'rw'`. */
export function check_access(access: unknown, where: string): void {
  if (access === 'r' || access === 'w' || access === 'rw') return;
  throw new TypeError(`${where} must be r, w or rw, got ${typeof access === 'string' ? access : typeof access}`);
}
