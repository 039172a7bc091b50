import { read_field, text, write_field } from '../codec/struct.js';
import { AF_ALG } from '../constants.js';
import { field_of, layout } from '../headers.js';
import { checked, type SockAddr } from './address.js';
import { sockaddr } from './sockaddr.js';
import { cast } from './struct.js';

/** C's `struct sockaddr_alg` of linux/if_alg.h: an algorithm of the kernel's crypto interface. */
export interface SockAddrAlg {
  /** `'hash'`, `'skcipher'`, `'aead'`, `'rng'`. */
  readonly salg_type: string;
  /** The name in /proc/crypto: `'sha256'`. */
  readonly salg_name: string;
  readonly salg_feat: number;
  readonly salg_mask: number;
}

const size = layout('sockaddr_alg').size;
const family = field_of('sockaddr_alg', 'salg_family');
const feat = field_of('sockaddr_alg', 'salg_feat');
const mask = field_of('sockaddr_alg', 'salg_mask');
const [type_bit, type_bits] = field_of('sockaddr_alg', 'salg_type');
const [name_bit, name_bits] = field_of('sockaddr_alg', 'salg_name');
const type_at = type_bit / 8;
const name_at = name_bit / 8;
/** The kernel's CRYPTO_MAX_ALG_NAME since Linux 4.12, which accepts longer names in a longer struct, sockaddr_alg_new. */
const longest_name = 128;

/**
 * An address of an AF_ALG socket: `struct sockaddr_alg` of linux/if_alg.h, 88 bytes. For a name of 64 bytes or more it is
 * `struct sockaddr_alg_new`, which is as long as the name requires.
 *
 * @param salg_type `'hash'`, `'skcipher'`, `'aead'`, `'rng'`: at most 13 bytes
 * @param salg_name the name in /proc/crypto, at most 127 bytes
 * @throws RangeError if one of them is too long, TypeError if one has a NUL
 *
 * @example
 * ```ts
 * import { as_sockaddr_alg, sockaddr_alg } from 'sys-socket';
 *
 * const addr = sockaddr_alg('hash', 'sha256');
 * console.log(addr.length, as_sockaddr_alg(addr)?.salg_name); // 88 sha256
 * ```
 */
export function sockaddr_alg(salg_type: string, salg_name: string, salg_feat = 0, salg_mask = 0): SockAddr {
  const type = ended(salg_type, type_bits / 8, 'sockaddr_alg: salg_type');
  const name = ended(salg_name, longest_name, 'sockaddr_alg: salg_name');
  const bytes = new Uint8Array(Math.max(size, name_at + name.length + 1));
  write_field(bytes, family, AF_ALG, 'sockaddr_alg: salg_family');
  write_field(bytes, feat, salg_feat, 'sockaddr_alg: salg_feat');
  write_field(bytes, mask, salg_mask, 'sockaddr_alg: salg_mask');
  bytes.set(type, type_at);
  bytes.set(name, name_at);
  return sockaddr(bytes);
}

/** Text that fits into `room` bytes with its NUL. */
function ended(value: string, room: number, where: string): Uint8Array {
  const bytes = text(room).encode(value, where);
  if (bytes.length >= room) throw new RangeError(`${where} must be at most ${room - 1} bytes, got ${bytes.length}`);
  return bytes;
}

/**
 * An address as C's `struct sockaddr_alg` or `sockaddr_alg_new`; undefined if it is not of `AF_ALG`.
 *
 * @example
 * ```ts
 * import { as_sockaddr_alg, sockaddr_alg } from 'sys-socket';
 *
 * console.log(as_sockaddr_alg(sockaddr_alg('rng', 'stdrng'))?.salg_type); // rng
 * ```
 */
export function as_sockaddr_alg(addr: SockAddr): SockAddrAlg | undefined {
  const bytes = cast(addr, AF_ALG, size, 'as_sockaddr_alg');
  if (bytes === undefined) return undefined;
  const until = bytes.length > size ? bytes.length : name_at + name_bits / 8;
  return {
    salg_type: text(0).decode(bytes.subarray(type_at, type_at + type_bits / 8)),
    salg_name: text(0).decode(bytes.subarray(name_at, until)),
    salg_feat: read_field(bytes, feat) ?? 0,
    salg_mask: read_field(bytes, mask) ?? 0,
  };
}

/**
 * True if an address is of `AF_ALG`, so that {@link as_sockaddr_alg} can read it.
 *
 * @example
 * ```ts
 * import { is_sockaddr_alg, sockaddr_alg, sockaddr_in } from 'sys-socket';
 *
 * console.log(is_sockaddr_alg(sockaddr_alg('hash', 'sha256')), is_sockaddr_alg(sockaddr_in('127.0.0.1', 80))); // true false
 * ```
 */
export function is_sockaddr_alg(addr: SockAddr): boolean {
  return as_sockaddr_alg(checked(addr, 'is_sockaddr_alg')) !== undefined;
}
