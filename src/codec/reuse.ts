import type { Codec } from './codec.js';
import { buffer_of, clear, put } from './intrinsics.js';

/** Writes a value into zeroed bytes, as the codec's `encode` writes it into a new array. */
type Write = (bytes: Uint8Array, value: never, where: string) => void;

const writers = new WeakMap<object, Write>();

/**
 * Declares that the values of a codec keep no reference to the bytes that they are decoded from, so that calls can reuse the bytes.
 *
 * @param write writes a value into zeroed bytes, as `encode` does into a new array
 */
export function reusing<V, W>(
  codec: Codec<V, W>,
  write?: (bytes: Uint8Array, value: W, where: string) => void,
): Codec<V, W> {
  const encoded = (bytes: Uint8Array, value: W, where: string) => put(bytes, codec.encode(value, where));
  writers.set(codec, write ?? encoded);
  return codec;
}

/** A value-result buffer that many calls use. */
export interface Cell {
  /** A `socklen_t` and the bytes whose length it holds, as the native side takes it. */
  readonly all: Uint8Array;
  readonly length: Uint32Array;
  readonly content: Uint8Array;
}

/** A codec, and the bytes of its last call. */
export interface Reusable {
  readonly codec: Codec<unknown>;
  readonly write: (bytes: Uint8Array, value: unknown, where: string) => void;
  /** Removed from here while a call uses it, so that a call that a trace or a getter makes meanwhile allocates its own. */
  spare: Cell | undefined;
}

/** Undefined for a codec whose values may be views of their bytes, and for one with input for the kernel (`ask`). */
export function reusable(codec: Codec<unknown>): Reusable | undefined {
  const write = writers.get(codec);
  if (write === undefined || codec.ask !== undefined) return undefined;
  return { codec, write: write as Reusable['write'], spare: undefined };
}

/** A cell for a call, with zeroed content. The call returns it by setting `spare`, unless it throws. */
export function take(option: Reusable): Cell {
  const cell = option.spare ?? cell_of(option.codec.size);
  option.spare = undefined;
  clear(cell.content);
  return cell;
}

/** A cell with `size` bytes of content and length 0. */
export function cell_of(size: number): Cell {
  const start = Uint32Array.BYTES_PER_ELEMENT;
  const all = new Uint8Array(start + size);
  const content = new Uint8Array(buffer_of(all), start, size);
  return { all, length: new Uint32Array(buffer_of(all), 0, 1), content };
}
