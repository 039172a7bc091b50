import { type FieldLayout, layout, type StructLayout } from '../headers.js';
import { check_bytes, check_object, is_int } from './check.js';
import type { Codec } from './codec.js';
import { int32_at, put_int32, read_field, write_field } from './field.js';
import { append, base, define, field, is_plain, isArray, length_of, part, put, view_of } from './intrinsics.js';
import { reusing } from './reuse.js';

export * from './check.js';
export type { Codec } from './codec.js';
export * from './field.js';
export * from './value-result.js';
export { view_of };

/** The bytes, padded with zeros to `size`. */
export function padded(bytes: Uint8Array, size: number): Uint8Array {
  if (length_of(bytes) >= size) return bytes;
  const all = new Uint8Array(size);
  all.set(bytes);
  return all;
}

/** The layout of the struct that a caller of {@link struct} names. */
function layout_of(name: string): StructLayout {
  try {
    return layout(name);
  } catch (error) {
    throw new RangeError(`struct: name: ${error instanceof Error ? error.message : ''}`);
  }
}

/** A field of a struct. */
export interface Member {
  readonly name: string;
  /** The name as error messages append it to that of the struct. */
  readonly label: string;
  readonly place: FieldLayout;
  /** Undefined for a number. */
  readonly codec: Codec<unknown> | undefined;
  /** The offsets of its first byte and of the byte after its last. */
  readonly first: number;
  readonly end: number;
}

const structs = new WeakMap<object, readonly Member[]>();

/**
 * The fields of a struct, by its codec; undefined for the codec of anything else.
 *
 * @internal
 */
export function members_of(codec: object): readonly Member[] | undefined {
  return structs.get(codec);
}

/**
 * The codec of a C struct, with the layout that the compiler gave it. Its fields are numbers, or parts with codecs of their own. An older
 * kernel returns fewer bytes; the fields that lie beyond them are absent from the value.
 *
 * @param name a struct whose layout this package knows: those of docs/options.md, `in_pktinfo`, `sockaddr_in`, ...
 * @param parts codecs of the fields that are not numbers
 * @param whole decodes bytes that have all fields; written out, it is several times faster than the loop over the fields
 * @throws RangeError if the package has no layout for the struct
 *
 * @example
 * ```ts
 * import { AF_INET, define_option, type Linger, setsockopt, SOCK_STREAM, SOL_SOCKET, socket, struct, unwrap } from 'sys-socket';
 *
 * const codec = struct<Linger>('linger');
 * console.log(codec.decode(codec.encode({ l_onoff: 1, l_linger: 5 }, 'linger'))); // { l_onoff: 1, l_linger: 5 }
 * ```
 */
export function struct<V extends object>(
  name: string,
  parts: { readonly [K in keyof NoInfer<V>]?: Codec<NoInfer<V>[K]> } = {},
  whole?: (bytes: Uint8Array) => V,
): Codec<V> {
  if (typeof name !== 'string') throw new TypeError(`struct: name must be a string, got ${typeof name}`);
  check_object(parts, 'struct: parts');
  const { size, fields } = layout_of(name);
  const where_bytes = `${name}: bytes`;
  // The names come from the C struct. The interface V has the same names, and a test compares the two.
  const codecs = parts as Readonly<Record<string, Codec<unknown> | undefined>>;
  const members: readonly Member[] = Object.entries(fields).map(([name, place]) => ({
    name,
    label: `.${name}`,
    place,
    codec: field(codecs, name),
    first: place[0] >> 3,
    end: (place[0] + place[1]) >> 3,
  }));
  // Has all fields in order. A copy of it is filled, because assigning to an own property cannot call an inherited setter.
  const template = Object.fromEntries(members.map(({ name }) => [name, 0]));
  const plain = members.every(({ codec }) => codec === undefined);
  function write(bytes: Uint8Array, value: V, where: string): void {
    if (typeof value !== 'object' || value === null) throw new TypeError(`${where} must be a struct ${name}`);
    const given = value as Readonly<Record<string, unknown>>;
    const plain = is_plain(given);
    for (let i = 0; i < members.length; ++i) {
      const { name, label, place, codec, first } = members[i] as Member;
      const member = plain && !(name in base) ? given[name] : field(given, name);
      if (codec === undefined) write_field(bytes, place, member, where, 0, label);
      else put(bytes, codec.encode(member, where + label), first);
    }
  }
  const made: Codec<V> = {
    size,
    encode(value, where) {
      const bytes = new Uint8Array(size);
      write(bytes, value, where);
      return bytes;
    },
    decode(bytes) {
      check_bytes(bytes, where_bytes);
      const complete = length_of(bytes) >= size;
      if (complete && whole !== undefined) return whole(bytes);
      if (complete && plain) {
        const value: Record<string, unknown> = { ...template };
        for (let i = 0; i < members.length; ++i) {
          const { name, place } = members[i] as Member;
          value[name] = read_field(bytes, place);
        }
        return value as V;
      }
      const value: Record<string, unknown> = {};
      for (let i = 0; i < members.length; ++i) {
        const { name, codec, place, first, end } = members[i] as Member;
        let read: unknown;
        if (codec === undefined) read = read_field(bytes, place);
        else if (length_of(bytes) >= end) read = codec.decode(part(bytes, first, end));
        // Undefined if the bytes end before the field does.
        if (read !== undefined) define(value, name, read);
      }
      return value as V;
    },
  };
  structs.set(made, members);
  return plain ? reusing(made, write) : made;
}

/**
 * An array of values of one codec, one after the other. `room` is the number of values that the buffer of a call can hold.
 *
 * @internal
 */
export function list<V>(codec: Codec<V>, room: number, of = ''): Codec<readonly V[]> {
  return {
    size: codec.size * room,
    encode(value, where) {
      if (!isArray(value)) throw new TypeError(`${where} must be an array${of}`);
      return Buffer.concat(Array.from(value, (item: V, i) => codec.encode(item, `${where}[${i}]`)));
    },
    decode(bytes) {
      check_bytes(bytes, 'list: bytes');
      const values: V[] = [];
      for (let end = codec.size; end <= length_of(bytes); end += codec.size) {
        append(values, codec.decode(part(bytes, end - codec.size, end)));
      }
      return values;
    },
  };
}

const whole_int: FieldLayout = [0, 32, true];

/** C's `int`. */
export const int: Codec<number> = reusing(
  {
    size: 4,
    encode(value, where) {
      const bytes = new Uint8Array(4);
      write_int(bytes, value, where);
      return bytes;
    },
    decode(bytes) {
      check_bytes(bytes, 'int: bytes');
      // For a value up to 255, some options of ip(7) write one byte.
      return length_of(bytes) < 4 ? (bytes[0] ?? 0) : int32_at(bytes, 0);
    },
  },
  write_int,
);

function write_int(bytes: Uint8Array, value: number, where: string): void {
  if (is_int(value) && length_of(bytes) >= 4) put_int32(bytes, 0, value);
  else write_field(bytes, whole_int, value, where); // throws an error that says what is wrong
}

/** An `int` that the kernel treats as a boolean. */
export const flag: Codec<0 | 1> = reusing(
  {
    size: 4,
    encode: (value, where) => int.encode(value, where),
    decode: (bytes) => (int.decode(bytes) === 0 ? 0 : 1),
  },
  write_int,
);

/**
 * Text of at most `size` bytes. NUL ends it, unless it fills all of them.
 *
 * @example
 * ```ts
 * import { text } from 'sys-socket';
 *
 * const name = text(16);
 * console.log(name.decode(new Uint8Array([108, 111, 0, 0]))); // lo
 * ```
 */
export function text(size: number): Codec<string> {
  return {
    size,
    encode(value, where) {
      if (typeof value !== 'string') throw new TypeError(`${where} must be a string, got ${typeof value}`);
      if (value.includes('\0')) throw new TypeError(`${where} must be a string without NUL`);
      return Buffer.from(value);
    },
    decode(bytes) {
      check_bytes(bytes, 'text: bytes');
      const end = bytes.indexOf(0);
      return Buffer.from(bytes.subarray(0, end < 0 ? bytes.length : end)).toString();
    },
  };
}
