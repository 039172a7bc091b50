import { little_endian, view_of } from '../../../codec/struct.js';

/** The fields of C structs in the layout of 64-bit Linux. */
export class Fields {
  readonly bytes: Uint8Array;
  readonly #view: DataView;

  /** @param size at least this many bytes: missing ones read as 0 */
  constructor(bytes: Uint8Array, size = bytes.length) {
    this.bytes = bytes.length >= size ? bytes : grown(bytes, size);
    this.#view = view_of(this.bytes);
  }

  u8(at: number): number {
    return this.#view.getUint8(at);
  }
  u16(at: number): number {
    return this.#view.getUint16(at, little_endian);
  }
  /** A port, which is big-endian everywhere. */
  port(at: number): number {
    return this.#view.getUint16(at);
  }
  i32(at: number): number {
    return this.#view.getInt32(at, little_endian);
  }
  u32(at: number): number {
    return this.#view.getUint32(at, little_endian);
  }
  /** ntohl of a field. */
  net32(at: number): number {
    return this.#view.getUint32(at);
  }
  i64(at: number): bigint {
    return this.#view.getBigInt64(at, little_endian);
  }
  u64(at: number): bigint {
    return this.#view.getBigUint64(at, little_endian);
  }
}

function grown(bytes: Uint8Array, size: number): Uint8Array {
  const room = new Uint8Array(size);
  room.set(bytes);
  return room;
}

/** The first int of a value, as `printnum` shows it. */
export function int_at(bytes: Uint8Array): number {
  return view_of(bytes).getInt32(0, little_endian);
}
