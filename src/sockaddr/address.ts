import { little_endian, network_uint16, network_uint32, padded, read_field } from '../codec/struct.js';
import { AF_INET, AF_INET6, AF_NETLINK, AF_PACKET, AF_UNIX, AF_UNSPEC } from '../constants.js';
import type { Domain } from '../domain.js';
import { type FieldLayout, layout, offset_of, type StructLayout } from '../native.js';
import {
  in4,
  in6,
  nl,
  nl_groups,
  nl_pid,
  sa_family,
  sin_addr,
  sin_port,
  sin6_addr,
  sin6_flowinfo,
  sin6_port,
  sin6_scope_id,
  sun_path,
  un,
} from './layout.js';
import { presentation } from './presentation.js';
import { decode_sun_path } from './sun-path.js';
import { text_of } from './text.js';

/** `socklen_t`, which every cell begins with. */
const socklen_size = Uint32Array.BYTES_PER_ELEMENT;
const ll_size = layout('sockaddr_ll').size;
const sll_addr = offset_of('sockaddr_ll', 'sll_addr');

const own_text = {
  __proto__: null,
  enumerable: true,
  get(this: SockAddr) {
    return this.toString();
  },
};

/**
 * A socket address: opaque bytes and their length, as the kernel takes and gives them. Made by {@link sockaddr_in},
 * {@link sockaddr_in6}, {@link sockaddr_un} and {@link sockaddr}, or filled in by the kernel when made by
 * {@link sockaddr_storage}. The fields are read when they are asked for; those of another family are undefined. A family
 * that this package does not know goes through unharmed, as `bytes`.
 */
export class SockAddr {
  /** A socklen_t and the storage that it measures, as the native side takes it. */
  readonly #cell: Uint8Array;
  readonly #length: Uint32Array;
  #exact: Uint8Array | undefined;
  /**
   * What `toString` gives. The one property of its own: what is left of an address where only those are copied, by spread and by
   * structuredClone.
   */
  declare readonly text: string;

  /**
   * @param cell where it is, when it is a part of something larger: it keeps the length that it has
   * @internal
   */
  constructor(capacity: number, length: number, cell?: Uint8Array) {
    this.#cell = cell ?? new Uint8Array(socklen_size + capacity);
    this.#length = new Uint32Array(this.#cell.buffer, this.#cell.byteOffset, 1);
    if (cell === undefined) this.#length[0] = length;
    Object.defineProperty(this, 'text', own_text);
  }

  /**
   * For the kernel to fill: says that there is room for all of the storage.
   *
   * @internal
   */
  static to_fill(addr: SockAddr, where: string): Uint8Array {
    if (!is_sockaddr(addr)) throw new TypeError(`${where} must be a SockAddr`);
    addr.#length[0] = addr.#cell.length - socklen_size;
    return addr.#cell;
  }

  /** @internal */
  static is(value: object): value is SockAddr {
    return #cell in value;
  }

  /**
   * The length that the kernel reported, or that the address was made with. More than `bytes.length` if it was cut off, and by one
   * of a path of 108 bytes: unix(7), BUGS.
   */
  get length(): number {
    return this.#length[0] ?? 0;
  }

  /** The bytes of the address: a view, not a copy. */
  get bytes(): Uint8Array {
    const end = socklen_size + this.#here;
    if (this.#exact?.length !== this.#here) this.#exact = this.#cell.subarray(socklen_size, end);
    return this.#exact;
  }

  /** The family: `AF_INET`, `AF_INET6`, `AF_UNIX`, or any other; `AF_UNSPEC` when there is no address. */
  get sa_family(): Domain {
    return (this.#field(sa_family) ?? AF_UNSPEC) as Domain;
  }

  /** The IPv4 address in dotted decimal, of `AF_INET`. */
  get sin_addr(): string | undefined {
    return this.#of(AF_INET, in4) && presentation(AF_INET, this.bytes.subarray(sin_addr));
  }

  /** The port in host order, of `AF_INET`. */
  get sin_port(): number | undefined {
    return this.#of(AF_INET, in4) && network_uint16(this.#cell, socklen_size + sin_port);
  }

  /** The IPv6 address as text, of `AF_INET6`. */
  get sin6_addr(): string | undefined {
    return this.#of(AF_INET6, in6) && presentation(AF_INET6, this.bytes.subarray(sin6_addr));
  }

  /** The port in host order, of `AF_INET6`. */
  get sin6_port(): number | undefined {
    return this.#of(AF_INET6, in6) && network_uint16(this.#cell, socklen_size + sin6_port);
  }

  /** The flow label and traffic class in host order, of `AF_INET6`. */
  get sin6_flowinfo(): number | undefined {
    return this.#of(AF_INET6, in6) && network_uint32(this.#cell, socklen_size + sin6_flowinfo);
  }

  /** The index of the interface, for link-local addresses, of `AF_INET6`. */
  get sin6_scope_id(): number | undefined {
    return this.#of(AF_INET6, in6) && this.#field(sin6_scope_id);
  }

  /**
   * The name, of `AF_UNIX`, as {@link sockaddr_un} takes it to make this address again. An abstract name begins with NUL and has
   * its exact length; a socket without a name has `''`. A name that is not UTF-8, and a path that begins with `@`, which as text
   * would be an abstract name, are the bytes of C's `sun_path`.
   */
  get sun_path(): string | Uint8Array | undefined {
    return this.sa_family === AF_UNIX ? decode_sun_path(this.bytes.subarray(sun_path)) : undefined;
  }

  /** The port id of a netlink socket, 0 for the kernel, of `AF_NETLINK`. */
  get nl_pid(): number | undefined {
    return this.#of(AF_NETLINK, nl) && this.#field(nl_pid);
  }

  /** The multicast groups of a netlink socket, a bit for each of the first 32, of `AF_NETLINK`. */
  get nl_groups(): number | undefined {
    return this.#of(AF_NETLINK, nl) && this.#field(nl_groups);
  }

  /**
   * The text, which no other address has: {@link parse_sockaddr} reads it. `127.0.0.1:9000`, `[fe80::1%2]:9000`, `/run/x.sock`,
   * `@abstract`, `(unnamed)`, `"@path"` (quoted as strace does what could be taken for something else), `netlink:4242`,
   * `family 999, 4 bytes: 0102`.
   */
  toString(): string {
    return text_of(this.bytes, this.#whole);
  }

  /** Its text. */
  toJSON(): string {
    return this.text;
  }

  /** Node's console shows an address as `SockAddr(127.0.0.1:9000)`. */
  [Symbol.for('nodejs.util.inspect.custom')](): string {
    return `SockAddr(${this})`;
  }

  /** The length that a call takes. Of a path without NUL the kernel counts the NUL that has no room: unix(7), BUGS. */
  get #whole(): number {
    const length = this.length;
    if (length !== un.size + 1 || !is_of(this.#cell, socklen_size, AF_UNIX)) return length;
    const path_end = this.#cell.indexOf(0, socklen_size + sun_path);
    return path_end < 0 || path_end === socklen_size + un.size ? un.size : length;
  }

  get #here(): number {
    return Math.min(this.#whole, this.#cell.length - socklen_size);
  }

  #field(field: FieldLayout): number | undefined {
    return read_field(this.#cell, field, socklen_size, socklen_size + this.#here);
  }

  /** True when the address is of the family and long enough to have its fields, else undefined. */
  #of(family: number, struct: StructLayout): true | undefined {
    return this.#here >= struct.size && is_of(this.#cell, socklen_size, family) ? true : undefined;
  }
}

/**
 * Tells whether it is an address of this package.
 *
 * @example
 * ```ts
 * import { is_sockaddr, sockaddr_in } from 'sys-socket';
 *
 * console.log(is_sockaddr(sockaddr_in('127.0.0.1', 80)), is_sockaddr('127.0.0.1:80')); // true false
 * ```
 */
export function is_sockaddr(value: unknown): value is SockAddr {
  return typeof value === 'object' && value !== null && SockAddr.is(value);
}

/** True when the bytes from there on begin with that family. They all fit into a byte. */
function is_of(bytes: Uint8Array, start: number, family: number): boolean {
  return bytes[start + (little_endian ? 0 : 1)] === family && bytes[start + (little_endian ? 1 : 0)] === 0;
}

/**
 * The bytes of an address that a call is given.
 *
 * @internal
 */
export function bytes_of(addr: SockAddr, where: string): Uint8Array {
  if (!is_sockaddr(addr)) throw new TypeError(`${where} must be a SockAddr`);
  const bytes = addr.bytes;
  // getsockname(2) ends with the hardware address, and bind(2) wants the whole struct: packet_getname() and packet_bind().
  const short = bytes.length >= sll_addr && bytes.length < ll_size && is_of(bytes, 0, AF_PACKET);
  return short ? padded(bytes, ll_size) : bytes;
}

/**
 * The same where C may have NULL.
 *
 * @internal
 */
export function bytes_or_null(addr: SockAddr | null | undefined, where: string): Uint8Array | null {
  return addr === null || addr === undefined ? null : bytes_of(addr, where);
}

/**
 * An address for the kernel to fill, where C may have NULL.
 *
 * @internal
 */
export function cell_or_null(addr: SockAddr | null | undefined, where: string): Uint8Array | null {
  return addr === null || addr === undefined ? null : SockAddr.to_fill(addr, where);
}

/**
 * The address itself, when it is one.
 *
 * @internal
 */
export function checked(addr: SockAddr, call: string): SockAddr {
  if (!is_sockaddr(addr)) throw new TypeError(`${call}: addr must be a SockAddr`);
  return addr;
}
