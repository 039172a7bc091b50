import type { Codec } from './codec.js';
import { buffer_of, clear, put } from './intrinsics.js';

/** Writes a value over bytes that are zero, as the codec's `encode` writes it into new ones. */
type Write = (bytes: Uint8Array, value: never, where: string) => void;

const writers = new WeakMap<object, Write>();

/**
 * Says of a codec that its values keep nothing of the bytes that they are read from: a call may use the same bytes again and again.
 *
 * @param write writes a value into bytes that are zero, as `encode` does into new ones
 */
export function reusing<V, W>(
  codec: Codec<V, W>,
  write?: (bytes: Uint8Array, value: W, where: string) => void,
): Codec<V, W> {
  const encoded = (bytes: Uint8Array, value: W, where: string) => put(bytes, codec.encode(value, where));
  writers.set(codec, write ?? encoded);
  return codec;
}

/** A value-result buffer that is used for one call after the other. */
export interface Cell {
  /** A `socklen_t` and the bytes that it measures, as the native side takes it. */
  readonly all: Uint8Array;
  readonly length: Uint32Array;
  readonly content: Uint8Array;
}

/** A codec, and the bytes of its last call. */
export interface Reusable {
  readonly codec: Codec<unknown>;
  readonly write: (bytes: Uint8Array, value: unknown, where: string) => void;
  /** A call takes it away while it uses it: one that is made meanwhile, by a trace or a getter, has bytes of its own. */
  spare: Cell | undefined;
}

/** Undefined of a codec whose values may be views of their bytes, or that tells the kernel something before it answers. */
export function reusable(codec: Codec<unknown>): Reusable | undefined {
  const write = writers.get(codec);
  if (write === undefined || codec.ask !== undefined) return undefined;
  return { codec, write: write as Reusable['write'], spare: undefined };
}

/** Bytes for a call, all zero. They are given back by setting `spare`; those of a call that throws are not. */
export function take(option: Reusable): Cell {
  const cell = option.spare ?? cell_of(option.codec.size);
  option.spare = undefined;
  clear(cell.content);
  return cell;
}

/** A cell with room for so many bytes, of which none has come. */
export function cell_of(size: number): Cell {
  const start = Uint32Array.BYTES_PER_ELEMENT;
  const all = new Uint8Array(start + size);
  const content = new Uint8Array(buffer_of(all), start, size);
  return { all, length: new Uint32Array(buffer_of(all), 0, 1), content };
}
