import { endianness } from 'node:os';
import { type FieldLayout, layout } from '../native.js';
import { check_bytes, check_integer, check_object } from './check.js';
import {
  append,
  buffer_of,
  define,
  field,
  get_int8,
  get_int16,
  get_int32,
  get_int64,
  get_uint8,
  get_uint16,
  get_uint32,
  get_uint64,
  isArray,
  length_of,
  part,
  view_length,
  view_of,
} from './intrinsics.js';

export * from './check.js';
export { view_of };

export const little_endian = endianness() === 'LE';

/**
 * How a value of TypeScript becomes the bytes of C, and back: it reads a `V`, and writes a `W`, which may have more shapes, where the
 * kernel takes more than one struct.
 */
export interface Codec<V, W = V> {
  /** How many bytes the kernel is given room for. */
  readonly size: number;
  /** Fewer bytes than so many are no value, but what is left of a control message that was cut off. Left out: any are one. */
  readonly least?: number;
  /** What the kernel reads from the bytes before it answers, of the few options that want to be told something. */
  readonly ask?: Uint8Array;
  /** Throws a TypeError or RangeError that begins with `where` when the value is not one. */
  encode(value: W, where: string): Uint8Array;
  /** May be given fewer bytes than `size`: an older kernel knows fewer fields. */
  decode(bytes: Uint8Array): V;
}

/** A value-result buffer, as the native side takes it. */
interface ValueResult {
  /** A `socklen_t` that says `size`, and so many bytes. */
  readonly cell: Uint8Array;
  /** The length as the kernel wrote it, which may be more than there was room for. */
  length(): number;
  /** Of the bytes as many as the length says, and there are. */
  bytes(): Uint8Array;
}

/** A value-result buffer of `size` bytes. */
export function value_result(size: number, where: string): ValueResult {
  check_integer(size, 0, 0x7fff_ffff, where);
  const start = Uint32Array.BYTES_PER_ELEMENT;
  const cell = new Uint8Array(start + size);
  const length = new Uint32Array(buffer_of(cell), 0, 1);
  length[0] = size;
  const told = () => length[0] ?? 0;
  return { cell, length: told, bytes: () => part(cell, start, start + told()) };
}

/** The bytes with as many zeros behind them as `size` takes. */
export function padded(bytes: Uint8Array, size: number): Uint8Array {
  if (length_of(bytes) >= size) return bytes;
  const all = new Uint8Array(size);
  all.set(bytes);
  return all;
}

/** Reads a field. Undefined when the bytes end before it does. */
export function read_field(view: DataView, layout: FieldLayout): number | undefined {
  const first_bit = layout[0];
  const bits = layout[1];
  const signed = layout[2];
  const offset = first_bit >> 3;
  if (first_bit + bits > view_length(view) * 8) return undefined;
  if (bits % 8 !== 0) return (get_uint8(view, offset) >> (first_bit % 8)) & ((1 << bits) - 1);
  switch (bits) {
    case 8:
      return signed ? get_int8(view, offset) : get_uint8(view, offset);
    case 16:
      return signed ? get_int16(view, offset, little_endian) : get_uint16(view, offset, little_endian);
    case 32:
      return signed ? get_int32(view, offset, little_endian) : get_uint32(view, offset, little_endian);
    default:
      return Number(signed ? get_int64(view, offset, little_endian) : get_uint64(view, offset, little_endian));
  }
}

/** Writes a field, after checking that the number fits. */
export function write_field(
  view: DataView,
  [first_bit, bits, signed]: FieldLayout,
  value: unknown,
  where: string,
): void {
  const offset = first_bit >> 3;
  const safe = Math.min(bits, 53);
  const [low, high] = signed ? [-(2 ** (safe - 1)), 2 ** (safe - 1) - 1] : [0, 2 ** safe - 1];
  check_integer(value, low, high, where);
  if (bits % 8 !== 0) {
    const mask = ((1 << bits) - 1) << (first_bit % 8);
    view.setUint8(offset, (view.getUint8(offset) & ~mask) | (value << (first_bit % 8)));
  } else if (bits === 8) view.setUint8(offset, value);
  else if (bits === 16) view.setUint16(offset, value, little_endian);
  else if (bits === 32) view.setUint32(offset, value, little_endian);
  else view.setBigInt64(offset, BigInt(value), little_endian);
}

/**
 * The codec of a C struct by the layout that the compiler gave it: of numbers, and of parts with codecs of their own. Where the bytes
 * end early, since the kernel is older, the fields behind are absent.
 *
 * @param name a struct of which this package knows the layout: those of docs/options.md, `in_pktinfo`, `sockaddr_in`, ...
 * @param parts codecs of the fields that are no numbers
 * @throws RangeError when the binary has no layout for the struct
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
): Codec<V> {
  if (typeof name !== 'string') throw new TypeError(`struct: name must be a string, got ${typeof name}`);
  check_object(parts, 'struct: parts');
  const { size, fields } = layout(name);
  // The names come from the C struct; the interface V spells the same ones, and a test compares the two.
  const codecs = parts as Readonly<Record<string, Codec<unknown> | undefined>>;
  const members = Object.entries(fields).map(([name, place]) => ({
    name,
    place,
    codec: field(codecs, name),
    first: place[0] >> 3,
    end: (place[0] + place[1]) >> 3,
  }));
  return {
    size,
    encode(value, where) {
      if (typeof value !== 'object' || value === null) throw new TypeError(`${where} must be a struct ${name}`);
      const bytes = new Uint8Array(size);
      const view = view_of(bytes);
      const given = value as Readonly<Record<string, unknown>>;
      for (const { name, place, codec, first } of members) {
        const member = field(given, name);
        if (codec === undefined) write_field(view, place, member, `${where}.${name}`);
        else bytes.set(codec.encode(member, `${where}.${name}`), first);
      }
      return bytes;
    },
    decode(bytes) {
      const view = view_of(bytes);
      const value: Record<string, unknown> = {};
      for (let i = 0; i < members.length; ++i) {
        const member = members[i] as (typeof members)[0];
        const { codec, place, first, end } = member;
        let read: unknown;
        if (codec === undefined) read = read_field(view, place);
        else if (length_of(bytes) >= end) read = codec.decode(part(bytes, first, end));
        // Undefined when the bytes end before the field does.
        if (read !== undefined) define(value, member.name, read);
      }
      return value as V;
    },
  };
}

/**
 * Values of one codec, one after the other: as many as there are, and room for so many.
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
      const values: V[] = [];
      for (let end = codec.size; end <= length_of(bytes); end += codec.size) {
        append(values, codec.decode(part(bytes, end - codec.size, end)));
      }
      return values;
    },
  };
}

/** C's `int`. */
export const int: Codec<number> = {
  size: 4,
  encode(value, where) {
    const bytes = new Uint8Array(4);
    write_field(view_of(bytes), [0, 32, true], value, where);
    return bytes;
  },
  decode(bytes) {
    check_bytes(bytes, 'int: bytes');
    // Some options of ip(7) answer with one byte when that is enough.
    return length_of(bytes) >= 4 ? get_int32(view_of(bytes), 0, little_endian) : (bytes[0] ?? 0);
  },
};

/** An `int` that the kernel reads as on or off. */
export const flag: Codec<0 | 1> = {
  size: 4,
  encode: (value, where) => int.encode(value, where),
  decode: (bytes) => (int.decode(bytes) === 0 ? 0 : 1),
};

/**
 * Text of at most `size` bytes, ended by NUL where there is room.
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
