import type { FdName } from './fd-name.js';

/**
 * An argument, or a part of one, as strace printed it. A number in any base is a number, or a bigint if a number would lose digits; NULL is
 * null; `[1, 2]` is an array. Every other value is an object with a `kind`.
 */
export type Value =
  | number
  | bigint
  | null
  | readonly Value[]
  | Quoted
  | Flags
  | Bits
  | Struct
  | Expression
  | Numbered
  | Changed
  | More
  | Raw;

/** `"HELLO"`, `@"name"`: a string, as its unescaped bytes. */
export interface Quoted {
  readonly kind: 'string';
  readonly bytes: Uint8Array;
  /** True if strace truncated the string (`-s`): `"HELL"...`. */
  readonly more: boolean;
  /** True for a name in the abstract namespace of AF_UNIX: `@"name"`. The bytes do not include the leading 0. */
  readonly abstract: boolean;
}

/** `AF_INET`, `MSG_NOSIGNAL|MSG_DONTWAIT`, `S_IFREG|0644`: names, and numbers for bits without a name. */
export interface Flags {
  readonly kind: 'flags';
  readonly names: readonly string[];
  readonly rest: readonly (number | bigint)[];
}

/** A set, printed with spaces: `[INT TERM]`, `~[KILL STOP]`, or `[3 4]` from select(2). */
export interface Bits {
  readonly kind: 'bits';
  /** True for `~`: all members except these. */
  readonly inverted: boolean;
  readonly members: readonly Value[];
}

/** `{sa_family=AF_INET, ...}`. Each named argument of clone(2) is a struct with one field. */
export interface Struct {
  readonly kind: 'struct';
  readonly fields: { readonly [name: string]: Value };
  /** The members without a name. */
  readonly items: readonly Value[];
  /** True if strace omitted fields, because `-v` was not given. */
  readonly more: boolean;
}

/** `htons(9000)`, `inet_addr("127.0.0.1")`, `makedev(0x1, 0x3)`. */
export interface Expression {
  readonly kind: 'expression';
  readonly name: string;
  readonly args: readonly Value[];
}

/** A number with strace's annotation (`-y`, `-yy`, `-Y`): `4<TCP:[127.0.0.1:1->127.0.0.1:2]>`, `AT_FDCWD</tmp>`, `17<sh>`. */
export interface Numbered {
  readonly kind: 'numbered';
  readonly number: number | string;
  readonly is: FdName;
}

/** `128 => 16`: the argument before and after the call. */
export interface Changed {
  readonly kind: 'changed';
  readonly before: Value;
  readonly after: Value;
}

/** `...` among the elements of an array: strace omitted some. */
export interface More {
  readonly kind: 'more';
}

/** Text that is not parsed further: `WIFEXITED(s) && WEXITSTATUS(s) == 0`. */
export interface Raw {
  readonly kind: 'raw';
  readonly text: string;
}

/** The `kind` of a value that has one. */
export function kind_of(value: Value): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'array';
  return typeof value === 'object' && 'kind' in value ? value.kind : typeof value;
}

/** The number of a descriptor, with or without strace's annotation; undefined for any other value. */
export function number_of(value: Value | undefined): number | undefined {
  if (typeof value === 'number') return value;
  if (!is(value, 'numbered')) return undefined;
  return typeof value.number === 'number' ? value.number : undefined;
}

interface Kinds {
  readonly string: Quoted;
  readonly flags: Flags;
  readonly bits: Bits;
  readonly struct: Struct;
  readonly expression: Expression;
  readonly numbered: Numbered;
  readonly changed: Changed;
  readonly more: More;
  readonly raw: Raw;
}

/**
 * Tells whether a value has this kind.
 *
 * @example
 * ```ts
 * import { is, parse_strace } from 'sys-socket/strace';
 *
 * const [event] = parse_strace('read(3, "a\\n", 4096) = 2');
 * const data = event?.kind === 'call' ? event.args[1] : undefined;
 * if (is(data, 'string')) console.log(data.bytes); // Uint8Array(2) [ 97, 10 ]
 * ```
 */
export function is<K extends keyof Kinds>(value: Value | undefined, kind: K): value is Kinds[K] {
  return typeof value === 'object' && value !== null && 'kind' in value && value.kind === kind;
}

/** Tells whether a flags argument includes this flag. */
export function has_flag(value: Value | undefined, name: string): boolean {
  return is(value, 'flags') && value.names.includes(name);
}

/**
 * The same for a flag with this number, which is all that strace prints with `-X raw` and `-e raw=`.
 *
 * @internal
 */
export function has_bit(value: Value | undefined, name: string, bit: number): boolean {
  return has_flag(value, name) || (bits_of(value) & bit) !== 0;
}

/**
 * The bits that strace prints as numbers: `0x2|0x80000` with `-X raw`.
 *
 * @internal
 */
export function bits_of(value: Value | undefined): number {
  if (typeof value === 'number') return value;
  return is(value, 'flags') ? value.rest.reduce<number>((all, one) => all | Number(one), 0) : 0;
}
