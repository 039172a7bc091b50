import { write_field } from '../codec/struct.js';
import type { StructLayout } from '../headers.js';
import { bytes_of, SockAddr } from './address.js';
import { sa_family } from './layout.js';

/**
 * C's cast of a `struct sockaddr *`, checked: the bytes of the address if it is of that family and has at least `least` bytes.
 *
 * @internal
 */
export function cast(addr: SockAddr, family: number, least: number, where: string): Uint8Array | undefined {
  const bytes = bytes_of(addr, `${where}: addr`);
  return addr.sa_family === family && bytes.length >= least ? bytes : undefined;
}

/**
 * An address of a family, as long as its struct, with zeros after the family.
 *
 * @internal
 */
export function blank(family: number, { size }: StructLayout): SockAddr {
  const made = new SockAddr(size, size);
  write_field(made.bytes, sa_family, family, 'family');
  return made;
}
