// The built-in functions as they were when this module was loaded; a script may replace them later. Decoding uses only these: a patched
// subarray, a Symbol.species or a setter on Array.prototype must not make it throw after descriptors have arrived, which would leak them.
import { util } from '../builtin.js';
import { getter, typed_array, uncurried } from '../uncurried.js';

const { create, getPrototypeOf, hasOwn } = Object;
const { defineProperty } = Reflect;
const Bytes = Uint8Array;
const View = DataView;

export const { isArray } = Array;
export const { isUint8Array } = util.types;
const { isSharedArrayBuffer } = util.types;

/** The memory behind a view. */
export const buffer_of = getter<Uint8Array, ArrayBuffer>(typed_array, 'buffer');
const start_of = getter<Uint8Array, number>(typed_array, 'byteOffset');

/** The true length, even if a subclass overrides `length`. */
export const length_of: (bytes: Uint8Array) => number = getter(typed_array, 'length');

/** `at`, which throws for a detached view, and for one whose buffer has shrunk beneath it. */
export const at: (bytes: Uint8Array, index: number) => number | undefined = uncurried(Bytes.prototype.at);

export const put: (bytes: Uint8Array, values: Uint8Array, start?: number) => void = uncurried(Bytes.prototype.set);
const fill: (bytes: Uint8Array, value: number) => unknown = uncurried(Bytes.prototype.fill);

/** Up to this many bytes, a loop takes less time than a call of `fill`. */
const few = 64;

/** Sets all bytes to zero. */
export function clear(bytes: Uint8Array): void {
  const length = length_of(bytes);
  if (length > few) fill(bytes, 0);
  else for (let i = 0; i < length; ++i) bytes[i] = 0;
}

/** A plain Uint8Array over the bytes from `start` to `end`, or to the end of the bytes. */
export function part(bytes: Uint8Array, start: number, end: number = length_of(bytes)): Uint8Array {
  const length = length_of(bytes);
  const from = start < length ? start : length;
  const to = end < length ? end : length;
  return new Bytes(buffer_of(bytes), start_of(bytes) + from, to > from ? to - from : 0);
}

/** A copy of the bytes from `start` to `end`, or to the end of the bytes; meant for a few bytes. */
export function copied(bytes: Uint8Array, start: number, end: number): Uint8Array {
  const length = length_of(bytes);
  const to = end < length ? end : length;
  const copy = new Bytes(to > start ? to - start : 0);
  for (let i = 0; i < to - start; ++i) copy[i] = bytes[start + i] ?? 0;
  return copy;
}

const plain_memory = ArrayBuffer.prototype;
const is_resizable = getter<ArrayBuffer, boolean>(plain_memory, 'resizable');
const is_growable = getter<ArrayBuffer, boolean>(SharedArrayBuffer.prototype, 'growable');

/** The last view whose memory was found not to grow. It never will, and to ask for a view's memory takes a tenth of a short call. */
let steady: Uint8Array | undefined;

/** The view, or if its memory can grow, a view of its first `length` bytes that keeps this length when another thread makes the memory grow. */
export function fixed(bytes: Uint8Array, length: number): Uint8Array {
  return bytes === steady ? bytes : fixed_now(bytes, length);
}

function fixed_now(bytes: Uint8Array, length: number): Uint8Array {
  const memory = buffer_of(bytes);
  const is_plain = getPrototypeOf(memory) === plain_memory || !isSharedArrayBuffer(memory);
  if (is_plain ? is_resizable(memory) : is_growable(memory)) return part(bytes, 0, length);
  steady = bytes;
  return bytes;
}

/** A plain Uint8Array over `length` bytes of a buffer. */
export function bytes_at(memory: ArrayBuffer, start: number, length: number): Uint8Array {
  return new Bytes(memory, start, length);
}

export function view_of(bytes: Uint8Array): DataView {
  return new View(buffer_of(bytes), start_of(bytes), length_of(bytes));
}

/** Defines an own property, bypassing any inherited setter. */
export function define(object: object, name: PropertyKey, value: unknown): void {
  const property = { __proto__: null, value, writable: true, enumerable: true, configurable: true };
  defineProperty(object, name, property);
}

const list_base = Array.prototype;

/** push, bypassing a setter of an index on Array.prototype. Few programs have one, and defining a property takes longer than setting it. */
export function append<T>(list: T[], value: T): void {
  const at = list.length;
  if (at in list_base) define(list, at, value);
  else list[at] = value;
}

/** An object that inherits nothing, so that a missing name is not found on Object.prototype. */
export function bare<T extends object>(): T {
  return create(null);
}

/**
 * A property of an object from a caller, its own or of its class. Properties that a script has put on Object.prototype are ignored.
 */
export function field<T extends object, K extends keyof T>(object: T, name: K): T[K];
/** A property as above, or `otherwise` if it is undefined. */
export function field<T extends object, K extends keyof T, D>(
  object: T,
  name: K,
  otherwise: D,
): Exclude<T[K], undefined> | D;
export function field<T extends object>(object: T, name: keyof T, otherwise?: unknown): unknown {
  const value = has(object, name) ? object[name] : undefined;
  return value === undefined ? otherwise : value;
}

/** Several properties of an object, each as {@link field} reads it. */
export function fields<T extends object, K extends keyof T>(object: T, ...names: readonly K[]): Pick<T, K> {
  const read: Partial<T> = {};
  for (let i = 0; i < names.length; ++i) {
    const name = names[i] as K;
    define(read, name, field(object, name));
  }
  return read as Pick<T, K>; // each of them was defined
}

/** The prototype of a plain object. A name that is not in it can only be an own property of the object. */
export const base = Object.prototype;

/**
 * True if the object inherits only from {@link base}. A name that is not in `base` can then be read directly, which costs almost
 * nothing, because V8 sees one name at each such place. {@link field} takes as long as some syscalls.
 */
export function is_plain(object: object): boolean {
  return getPrototypeOf(object) === base;
}

/** True if the object has the property, in the sense of {@link field}. */
export function has<T extends object, K extends PropertyKey>(
  object: T,
  name: K,
): object is Extract<T, { readonly [name in K]: unknown }> {
  if (hasOwn(object, name)) return true;
  if (!(name in object)) return false;
  let prototype: unknown = getPrototypeOf(object);
  // The last one is an Object.prototype, of this realm or of another.
  while (prototype !== null && typeof prototype === 'object') {
    const next: unknown = getPrototypeOf(prototype);
    if (next === null) return false;
    if (hasOwn(prototype, name)) return true;
    prototype = next;
  }
  return false;
}
