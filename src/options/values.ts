// Codecs for the values of options.

import { uint32, uint64 } from '../codec/integer.js';
import { length_of, part } from '../codec/intrinsics.js';
import { type Codec, check_bytes, int, network_uint32, padded, write_field } from '../codec/struct.js';
import { AF_INET, AF_INET6 } from '../constants.js';
import type { Domain } from '../domain.js';
import { layout } from '../headers.js';
import { bytes_of, type SockAddr } from '../sockaddr/address.js';
import { parse, presentation } from '../sockaddr/presentation.js';
import { sockaddr } from '../sockaddr/sockaddr.js';

// Names of `int` by unit; docs/options.md shows these names.

/** An `int` of seconds. */
export const seconds: Codec<number> = int;
/** An `int` of milliseconds. */
export const milliseconds: Codec<number> = int;
/** An `int` of microseconds. */
export const microseconds: Codec<number> = int;
/** An `int` of bytes. */
export const bytes: Codec<number> = int;
/** An `int` that is the index of an interface. */
export const ifindex: Codec<number> = int;

/** An `int` that is a domain of socket(2). */
export const family: Codec<Domain> = { ...int, decode: (bytes) => int.decode(bytes) as Domain };

/** An `int` in network byte order. */
export const network_int: Codec<number> = {
  size: int.size,
  encode(value, where) {
    const bytes = new Uint8Array(int.size);
    write_field(bytes, [0, 32, true], value, where);
    return bytes.reverse();
  },
  decode(bytes) {
    check_bytes(bytes, 'network_int: bytes');
    return length_of(bytes) < int.size ? 0 : network_uint32(bytes, 0) | 0;
  },
};

/** `unsigned long` since Linux 5.0, four bytes before that. In both forms, all ones mean no limit. */
export const pacing_rate: Codec<bigint> = {
  ...uint64,
  decode(bytes) {
    check_bytes(bytes, 'pacing_rate: bytes');
    if (length_of(bytes) >= uint64.size) return uint64.decode(bytes);
    const rate = uint32.decode(bytes);
    return rate === 0xffff_ffff ? BigInt.asUintN(64, -1n) : BigInt(rate);
  },
};

/** Bytes that this package does not interpret. A read returns at most `size` of them. */
export function opaque(size: number): Codec<Uint8Array> {
  return {
    size,
    encode(value, where) {
      check_bytes(value, where);
      return value;
    },
    decode(bytes) {
      check_bytes(bytes, 'opaque: bytes');
      return new Uint8Array(part(bytes, 0));
    },
  };
}

/** A value that can be read, but not set. */
export function told<V>(size: number, decode: (bytes: Uint8Array) => V): Codec<V> {
  const encode = (_value: V, where: string) => {
    throw new TypeError(`${where} is read-only`);
  };
  return { size, encode, decode };
}

function host(family: number, size: number, rule: string): Codec<string> {
  return {
    size,
    encode(value, where) {
      const bytes = new Uint8Array(size);
      parse(family, value, bytes, `${where} ${rule}`);
      return bytes;
    },
    decode(bytes) {
      check_bytes(bytes, 'address: bytes');
      return presentation(family, padded(bytes, size));
    },
  };
}

/** `struct in_addr`, as text: `'127.0.0.1'`. */
export const in_addr: Codec<string> = host(AF_INET, 4, 'must be an IPv4 address');
/** `struct in6_addr`, as text: `'::1'`. */
export const in6_addr: Codec<string> = host(AF_INET6, 16, 'must be an IPv6 address');

/** `struct sockaddr_storage`: an address of any family, padded with zeros. */
export const sockaddr_storage: Codec<SockAddr> = address('sockaddr_storage');
/** `struct sockaddr_in6`. */
export const sockaddr_in6: Codec<SockAddr> = address('sockaddr_in6');
/** `struct sockaddr_in`. */
export const sockaddr_in: Codec<SockAddr> = address('sockaddr_in');

function address(name: string): Codec<SockAddr> {
  const { size } = layout(name);
  return {
    size,
    encode(value, where) {
      const bytes = bytes_of(value, where);
      if (bytes.length > size) throw new RangeError(`${where} must be ${size} bytes at most, got ${bytes.length}`);
      return padded(bytes, size);
    },
    decode: (bytes) => sockaddr(bytes),
  };
}
