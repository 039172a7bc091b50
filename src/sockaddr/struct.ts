import { view_of, write_field } from '../codec/struct.js';
import type { StructLayout } from '../native.js';
import { bytes_of, SockAddr } from './address.js';
import { sa_family } from './layout.js';

/**
 * C's cast of a `struct sockaddr *`, checked: the bytes of an address of that family that has at least so many of them.
 *
 * @internal
 */
export function cast(addr: SockAddr, family: number, least: number, where: string): DataView | undefined {
  const bytes = bytes_of(addr, `${where}: addr`);
  return addr.sa_family === family && bytes.length >= least ? view_of(bytes) : undefined;
}

/** The bytes of a view. */
export function all_of(view: DataView): Uint8Array {
  return new Uint8Array(view.buffer, view.byteOffset, view.byteLength);
}

/**
 * An address of a family, as long as its struct.
 *
 * @internal
 */
export function blank(family: number, { size }: StructLayout): SockAddr {
  const made = new SockAddr(size, size);
  write_field(view_of(made.bytes), sa_family, family, 'family');
  return made;
}
