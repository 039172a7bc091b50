// What the kernel's messages say beside their fixed part: attributes, each of a type that is a number.

import { bare, define, has } from '../codec/intrinsics.js';
import { read_field } from '../codec/struct.js';
import type { FieldLayout } from '../native.js';

/** For each field: the attribute that it comes from, and its decoder. */
export type Rows<T> = { readonly [K in keyof T]-?: readonly [type: number, decode: (value: Uint8Array) => T[K]] };

/** Decodes the fields whose attributes are present, and removes those from `found`. */
export function read_attributes<T>(rows: Rows<T>, found: Map<number, Uint8Array>): Partial<T> {
  // Without a prototype: what the kernel did not send is not there.
  const fields = bare<Partial<T>>();
  for (const name in rows) {
    if (!has(rows, name)) continue; // somebody put it on Object.prototype
    const [type, decode] = rows[name];
    const value = found.get(type);
    if (value === undefined) continue;
    found.delete(type);
    define(fields, name, decode(value));
  }
  return fields;
}

/** Copies the remaining attributes, because the buffer is reused. */
export function rest(found: ReadonlyMap<number, Uint8Array>): ReadonlyMap<number, Uint8Array> {
  return new Map([...found].map(([type, value]) => [type, new Uint8Array(value)]));
}

/** Reads a field of a message, which must be long enough to contain it. */
export function field(bytes: Uint8Array, at: FieldLayout): number {
  return read_field(bytes, at) ?? 0;
}
