import { view_of } from '../codec/struct.js';
import { bytes_of, type SockAddr } from './address.js';

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
