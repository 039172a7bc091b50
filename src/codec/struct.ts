import { endianness } from 'node:os';
import { types } from 'node:util';
import { type FieldLayout, layout } from '../native.js';

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

export function view_of(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

/** Throws unless `value` is a whole number in the range. */
export function check_integer(value: unknown, low: number, high: number, where: string): asserts value is number {
  if (typeof value !== 'number')
    throw new TypeError(`${where} must be a number, got ${value === null ? 'null' : typeof value}`);
  if (!Number.isInteger(value) || value < low || value > high) {
    throw new RangeError(`${where} must be an integer from ${low} to ${high}, got ${value}`);
  }
}

/** Throws unless `value` is an object, whose fields may then be looked at. */
export function check_object(value: unknown, where: string): asserts value is object {
  if (typeof value !== 'object' || value === null) {
    throw new TypeError(`${where} must be an object, got ${value === null ? 'null' : typeof value}`);
  }
}

/** Throws unless `value` is an unsigned 64-bit integer: a bigint, or a number that is exact. */
export function check_u64(value: unknown, where: string): asserts value is number | bigint {
  if (typeof value !== 'bigint') check_integer(value, 0, Number.MAX_SAFE_INTEGER, where);
  else if (BigInt.asUintN(64, value) !== value) {
    throw new RangeError(`${where} must be an unsigned 64-bit integer, got ${value}`);
  }
}

/** Is it a `Uint8Array`, of this realm or of another? (A vm context has its own, which `instanceof` does not know.) */
export function is_bytes(value: unknown): value is Uint8Array {
  return types.isUint8Array(value);
}

/** Throws unless `value` is a `Uint8Array` whose buffer is there. */
export function check_bytes(value: unknown, where: string): asserts value is Uint8Array {
  if (!is_bytes(value))
    throw new TypeError(`${where} must be a Uint8Array, got ${value === null ? 'null' : typeof value}`);
  // A detached view, or one whose buffer has shrunk beneath it, also has length 0: `at` throws a TypeError for those.
  if (value.length === 0) value.at(0);
}

/** A value-result buffer, as the native side takes it: a `socklen_t` that says `size`, and so many bytes. */
export function value_result(size: number, where: string): { readonly cell: Uint8Array; bytes(): Uint8Array } {
  check_integer(size, 0, 0x7fff_ffff, where);
  const start = Uint32Array.BYTES_PER_ELEMENT;
  const cell = new Uint8Array(start + size);
  const length = new Uint32Array(cell.buffer, 0, 1);
  length[0] = size;
  return { cell, bytes: () => cell.subarray(start, start + (length[0] ?? 0)) };
}

/** The bytes with as many zeros behind them as `size` takes. */
export function padded(bytes: Uint8Array, size: number): Uint8Array {
  if (bytes.length >= size) return bytes;
  const all = new Uint8Array(size);
  all.set(bytes);
  return all;
}

/** Reads a field. Undefined when the bytes end before it does. */
export function read_field(view: DataView, [first_bit, bits, signed]: FieldLayout): number | undefined {
  const offset = first_bit >> 3;
  if (first_bit + bits > view.byteLength * 8) return undefined;
  if (bits % 8 !== 0) return (view.getUint8(offset) >> (first_bit % 8)) & ((1 << bits) - 1);
  switch (bits) {
    case 8:
      return signed ? view.getInt8(offset) : view.getUint8(offset);
    case 16:
      return signed ? view.getInt16(offset, little_endian) : view.getUint16(offset, little_endian);
    case 32:
      return signed ? view.getInt32(offset, little_endian) : view.getUint32(offset, little_endian);
    default:
      return Number(signed ? view.getBigInt64(offset, little_endian) : view.getBigUint64(offset, little_endian));
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
 * @throws Error when the binary has no layout for the struct
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
  const { size, fields } = layout(name);
  // The names come from the C struct; the interface V spells the same ones, and a test compares the two.
  const codecs = parts as Readonly<Record<string, Codec<unknown> | undefined>>;
  return {
    size,
    encode(value, where) {
      if (typeof value !== 'object' || value === null) throw new TypeError(`${where} must be a struct ${name}`);
      const bytes = new Uint8Array(size);
      const view = view_of(bytes);
      for (const [field, at] of Object.entries(fields)) {
        const given: unknown = Reflect.get(value, field);
        const part = codecs[field];
        if (part === undefined) write_field(view, at, given, `${where}.${field}`);
        else bytes.set(part.encode(given, `${where}.${field}`), at[0] >> 3);
      }
      return bytes;
    },
    decode(bytes) {
      const view = view_of(bytes);
      const value: Record<string, unknown> = {};
      for (const [field, at] of Object.entries(fields)) {
        const read = codecs[field] === undefined ? read_field(view, at) : read_part(bytes, at, codecs[field]);
        if (read !== undefined) value[field] = read;
      }
      return value as V;
    },
  };
}

/** Undefined when the bytes end before the part does. */
function read_part(bytes: Uint8Array, [first_bit, bits]: FieldLayout, codec: Codec<unknown>): unknown {
  const part = bytes.subarray(first_bit >> 3, (first_bit + bits) >> 3);
  return part.length * 8 < bits ? undefined : codec.decode(part);
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
      if (!Array.isArray(value)) throw new TypeError(`${where} must be an array${of}`);
      return Buffer.concat(Array.from(value, (item: V, i) => codec.encode(item, `${where}[${i}]`)));
    },
    decode: (bytes) =>
      Array.from({ length: Math.floor(bytes.length / codec.size) }, (_, i) =>
        codec.decode(bytes.subarray(i * codec.size, (i + 1) * codec.size)),
      ),
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
    return bytes.length >= 4 ? view_of(bytes).getInt32(0, little_endian) : (bytes[0] ?? 0);
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
