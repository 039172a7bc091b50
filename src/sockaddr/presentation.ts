import { native } from '../native.js';

const text_room = new Uint8Array(64);

/**
 * inet_ntop(3) for bytes that begin with an address of the family.
 *
 * @internal
 */
export function presentation(family: number, bytes: Uint8Array): string {
  const length = native.inet_ntop(family, bytes, text_room);
  return Buffer.from(text_room.buffer, 0, length).toString('latin1');
}

/**
 * inet_pton(3) into bytes. It throws if the text is not an address.
 *
 * @internal
 */
export function parse(family: number, addr: string, into: Uint8Array, rule: string): void {
  if (typeof addr !== 'string') throw new TypeError(`${rule}, got ${typeof addr}`);
  if (addr.includes('\0') || native.inet_pton(family, addr, into) !== 1) {
    throw new RangeError(`${rule}, got ${JSON.stringify(addr)}`);
  }
}
