import type { FdName } from './fd-name.js';

/**
 * An argument, or a part of one, as strace printed it. Numbers are numbers, whatever base they were printed in, and bigints where
 * a number would lose digits; NULL is null; `[1, 2]` is an array. The rest has a `kind`.
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

/** `"HELLO"`, `@"name"`: the bytes, with the escapes undone. */
export interface Quoted {
  readonly kind: 'string';
  readonly bytes: Uint8Array;
  /** strace left bytes out, because of its `-s`: `"HELL"...`. */
  readonly more: boolean;
  /** A name in the abstract namespace of AF_UNIX: `@"name"`. Its first byte, which is 0, is not among the bytes. */
  readonly abstract: boolean;
}

/** `AF_INET`, `MSG_NOSIGNAL|MSG_DONTWAIT`, `S_IFREG|0644`: names, and the numbers of bits that have none. */
export interface Flags {
  readonly kind: 'flags';
  readonly names: readonly string[];
  readonly rest: readonly (number | bigint)[];
}

/** A set, printed with blanks between: `[INT TERM]`, `~[KILL STOP]`, `[3 4]` of select(2). */
export interface Bits {
  readonly kind: 'bits';
  /** `~`: all but these. */
  readonly inverted: boolean;
  readonly members: readonly Value[];
}

/** `{sa_family=AF_INET, ...}`. Also the named arguments of clone(2), each as a struct of one field. */
export interface Struct {
  readonly kind: 'struct';
  readonly fields: { readonly [name: string]: Value };
  /** What stands in it without a name. */
  readonly items: readonly Value[];
  /** strace left fields out, for want of `-v`. */
  readonly more: boolean;
}

/** `htons(9000)`, `inet_addr("127.0.0.1")`, `makedev(0x1, 0x3)`. */
export interface Expression {
  readonly kind: 'expression';
  readonly name: string;
  readonly args: readonly Value[];
}

/** A number with what strace says of it (`-y`, `-yy`, `-Y`): `4<TCP:[127.0.0.1:1->127.0.0.1:2]>`, `AT_FDCWD</tmp>`, `17<sh>`. */
export interface Numbered {
  readonly kind: 'numbered';
  readonly number: number | string;
  readonly is: FdName;
}

/** `128 => 16`: what the argument was before the call, and after it. */
export interface Changed {
  readonly kind: 'changed';
  readonly before: Value;
  readonly after: Value;
}

/** `...` among the elements of an array: strace left some out. */
export interface More {
  readonly kind: 'more';
}

/** What is no more than text here: `WIFEXITED(s) && WEXITSTATUS(s) == 0`. */
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

/** The number of a descriptor, with or without what strace says of it; undefined when it is something else. */
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
 * Tells whether the value is of this kind.
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

/** True if the value, an argument for flags, has this one. */
export function has_flag(value: Value | undefined, name: string): boolean {
  return is(value, 'flags') && value.names.includes(name);
}
