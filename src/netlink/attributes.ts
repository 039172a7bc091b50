// The attributes of the kernel's messages, which follow the fixed part.

import { bare, define, has } from '../codec/intrinsics.js';
import { read_field } from '../codec/struct.js';
import type { FieldLayout } from '../headers.js';

/** For each field: the attribute that it comes from, and its decoder. */
export type Rows<T> = { readonly [K in keyof T]-?: readonly [type: number, decode: (value: Uint8Array) => T[K]] };

/** Decodes the fields whose attributes are present, and removes those from `found`. */
export function read_attributes<T>(rows: Rows<T>, found: Map<number, Uint8Array>): Partial<T> {
  // The object has no prototype, so that a field that the kernel did not send is never inherited.
  const fields = bare<Partial<T>>();
  for (const name in rows) {
    if (!has(rows, name)) continue; // an enumerable property of Object.prototype
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
