import { little_endian, view_of } from '../../../codec/struct.js';
import type { PrintOptions } from '../options.js';
import { pointer } from '../quote.js';
import { sockaddr } from './sockaddr.js';

const socklen_size = Uint32Array.BYTES_PER_ELEMENT;

/** The length in a value-result parameter: the size of the buffer before the call, the length that the kernel reports after it. */
export function measure(cell: Uint8Array | null): number {
  return cell === null ? 0 : view_of(cell).getInt32(0, little_endian);
}

/** The bytes that follow the length in a cell. */
export function contents(cell: Uint8Array, length: number): Uint8Array {
  return cell.subarray(socklen_size, socklen_size + Math.max(0, length));
}

/** `128 => 16`, or `16` if it is unchanged. */
export function changed(before: number, after: number): string {
  return before === after ? String(after) : `${before} => ${after}`;
}

/** An address that the kernel fills in, and its length: known once the call has returned. */
export function filled(cell: Uint8Array | null, options: PrintOptions): Array<string | ((result: number) => string)> {
  if (cell === null) return ['NULL', 'NULL'];
  const room = measure(cell);
  return [
    (result) => {
      const address = contents(cell, Math.min(room, measure(cell)));
      return result < 0 ? pointer(cell) : sockaddr(address, options);
    },
    (result) => `[${result < 0 ? room : changed(room, measure(cell))}]`,
  ];
}
