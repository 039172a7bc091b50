import { read_field, write_field } from '../codec/struct.js';
import { field_of, layout, offset_of } from '../headers.js';
import type { SockAddr } from '../sockaddr/address.js';
import { sockaddr } from '../sockaddr/sockaddr.js';

/** An interface and one of its addresses, as `SIOCGIFCONF` lists them: netdevice(7). */
export interface Ifreq {
  readonly ifr_name: string;
  readonly ifr_addr: SockAddr;
}

/**
 * A hardware address, which C keeps in a `struct sockaddr`: the family field holds the hardware type (`ARPHRD_ETHER` is 1), and Ethernet uses
 * the first 6 of the 14 bytes.
 */
export interface IfrHwaddr {
  readonly sa_family: number;
  readonly sa_data: Uint8Array;
}

/** `sizeof(struct ifreq)`. `SIOCGIFCONF` fills a list of them. */
export const ifreq_size: number = layout('ifreq').size;

const [, name_bits] = field_of('ifreq', 'ifr_name');
const name_room = name_bits / 8;
const addr = offset_of('ifreq', 'ifr_addr');
const addr_size = layout('sockaddr').size;

/** The numeric fields. */
export type IfreqNumber = 'ifr_flags' | 'ifr_ifindex' | 'ifr_metric' | 'ifr_mtu' | 'ifr_qlen';

/** A `struct ifreq` with the name of an interface: 1 to 15 bytes and a NUL. */
export function ifreq_named(name: string, where: string): Uint8Array {
  if (typeof name !== 'string') throw new TypeError(`${where} must be the name of an interface, got ${typeof name}`);
  const bytes = Buffer.from(name);
  if (bytes.length === 0 || bytes.length >= name_room || bytes.includes(0)) {
    throw new RangeError(
      `${where} must be a name of 1 to ${name_room - 1} bytes without NUL, got ${JSON.stringify(name)}`,
    );
  }
  const ifreq = new Uint8Array(ifreq_size);
  ifreq.set(bytes);
  return ifreq;
}

/** A `struct ifreq` with the index of an interface. */
export function ifreq_indexed(index: number, where: string): Uint8Array {
  const ifreq = new Uint8Array(ifreq_size);
  write_field(ifreq, field_of('ifreq', 'ifr_ifindex'), index, where);
  return ifreq;
}

export function ifr_name(ifreq: Uint8Array): string {
  const name = Buffer.from(ifreq.subarray(0, name_room));
  const end = name.indexOf(0);
  return name.toString('utf8', 0, end < 0 ? name_room : end);
}

export function ifr_number(ifreq: Uint8Array, field: IfreqNumber): number {
  return read_field(ifreq, field_of('ifreq', field)) ?? 0;
}

/** The address. C has a union of several names for it, all at the same offset. */
export function ifr_addr(ifreq: Uint8Array): SockAddr {
  return sockaddr(ifreq.subarray(addr, addr + addr_size));
}

export function ifr_hwaddr(ifreq: Uint8Array): IfrHwaddr {
  const { sa_family, bytes } = ifr_addr(ifreq);
  return { sa_family, sa_data: bytes.subarray(2) };
}

/** A list of `struct ifreq`. */
export function ifreqs(bytes: Uint8Array): Ifreq[] {
  return Array.from({ length: Math.floor(bytes.length / ifreq_size) }, (_, i) => {
    const ifreq = bytes.subarray(i * ifreq_size, (i + 1) * ifreq_size);
    return { ifr_name: ifr_name(ifreq), ifr_addr: ifr_addr(ifreq) };
  });
}
