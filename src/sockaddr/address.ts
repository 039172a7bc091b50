import { little_endian, network_uint16, network_uint32, padded, read_field } from '../codec/struct.js';
import { AF_INET, AF_INET6, AF_NETLINK, AF_PACKET, AF_UNIX, AF_UNSPEC } from '../constants.js';
import type { Domain } from '../domain.js';
import { type FieldLayout, layout, offset_of, type StructLayout } from '../headers.js';
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

/** Size of `socklen_t`, with which every cell begins. */
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
 * A socket address: opaque bytes and their length, as the kernel reads and writes them. {@link sockaddr_in}, {@link sockaddr_in6},
 * {@link sockaddr_un} and {@link sockaddr} make one; {@link sockaddr_storage} makes an empty one for the kernel to fill. A field is
 * decoded when it is read; those of other families are undefined. An address of a family that this package does not know is
 * passed on unchanged, as `bytes`.
 */
export class SockAddr {
  /** A socklen_t and the storage whose length it holds, as the native side takes it. */
  readonly #cell: Uint8Array;
  readonly #length: Uint32Array;
  #exact: Uint8Array | undefined;
  /**
   * The result of `toString`. It is the only own property, so spread and structuredClone, which copy nothing else, keep the text.
   */
  declare readonly text: string;

  /**
   * @param cell the memory of the address, if it is part of a larger buffer; `length` is then ignored
   * @internal
   */
  constructor(capacity: number, length: number, cell?: Uint8Array) {
    this.#cell = cell ?? new Uint8Array(socklen_size + capacity);
    this.#length = new Uint32Array(this.#cell.buffer, this.#cell.byteOffset, 1);
    if (cell === undefined) this.#length[0] = length;
    Object.defineProperty(this, 'text', own_text);
  }

  /**
   * The cell for the kernel to fill, with its length set to the size of the storage.
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
   * The length that the kernel reported, or that the address was made with. It exceeds `bytes.length` if the address was truncated, and
   * by one for a path of 108 bytes: unix(7), BUGS.
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

  /** The family: `AF_INET`, `AF_INET6`, `AF_UNIX`, or any other; `AF_UNSPEC` if there is no address. */
  get sa_family(): Domain {
    return (this.#field(sa_family) ?? AF_UNSPEC) as Domain;
  }

  /** For `AF_INET`: the IPv4 address in dotted decimal. */
  get sin_addr(): string | undefined {
    return this.#of(AF_INET, in4) && presentation(AF_INET, this.bytes.subarray(sin_addr));
  }

  /** For `AF_INET`: the port in host byte order. */
  get sin_port(): number | undefined {
    return this.#of(AF_INET, in4) && network_uint16(this.#cell, socklen_size + sin_port);
  }

  /** For `AF_INET6`: the IPv6 address as text. */
  get sin6_addr(): string | undefined {
    return this.#of(AF_INET6, in6) && presentation(AF_INET6, this.bytes.subarray(sin6_addr));
  }

  /** For `AF_INET6`: the port in host byte order. */
  get sin6_port(): number | undefined {
    return this.#of(AF_INET6, in6) && network_uint16(this.#cell, socklen_size + sin6_port);
  }

  /** For `AF_INET6`: the flow label and traffic class in host byte order. */
  get sin6_flowinfo(): number | undefined {
    return this.#of(AF_INET6, in6) && network_uint32(this.#cell, socklen_size + sin6_flowinfo);
  }

  /** For `AF_INET6`: the index of the interface, for link-local addresses. */
  get sin6_scope_id(): number | undefined {
    return this.#of(AF_INET6, in6) && this.#field(sin6_scope_id);
  }

  /**
   * For `AF_UNIX`: the name, from which {@link sockaddr_un} makes the same address. An abstract name begins with NUL and has its exact
   * length; a socket without a name has `''`. The value is the bytes of C's `sun_path` if the name is not UTF-8, or if it is a path that
   * begins with `@`, which as text would be an abstract name.
   */
  get sun_path(): string | Uint8Array | undefined {
    return this.sa_family === AF_UNIX ? decode_sun_path(this.bytes.subarray(sun_path)) : undefined;
  }

  /** For `AF_NETLINK`: the port id; 0 is the kernel. */
  get nl_pid(): number | undefined {
    return this.#of(AF_NETLINK, nl) && this.#field(nl_pid);
  }

  /** For `AF_NETLINK`: the multicast groups, one bit for each of the first 32. */
  get nl_groups(): number | undefined {
    return this.#of(AF_NETLINK, nl) && this.#field(nl_groups);
  }

  /**
   * The text of the address, which is unique, and which {@link parse_sockaddr} parses: `127.0.0.1:9000`, `[fe80::1%2]:9000`,
   * `/run/x.sock`, `@abstract`, `(unnamed)`, `"@path"` (a name that would be ambiguous is quoted, as by strace), `netlink:4242`,
   * `family 999, 4 bytes: 0102`.
   */
  toString(): string {
    return text_of(this.bytes, this.#whole);
  }

  /** The text of the address. */
  toJSON(): string {
    return this.text;
  }

  /** Node's console shows an address as `SockAddr(127.0.0.1:9000)`. */
  [Symbol.for('nodejs.util.inspect.custom')](): string {
    return `SockAddr(${this})`;
  }

  /** The length to pass to a call. For a path of 108 bytes the kernel also counts a NUL that does not fit: unix(7), BUGS. */
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

  /** True if the address is of the family and long enough to have its fields, otherwise undefined. */
  #of(family: number, struct: StructLayout): true | undefined {
    return this.#here >= struct.size && is_of(this.#cell, socklen_size, family) ? true : undefined;
  }
}

/**
 * True if a value is an address of this package.
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

/** True if the bytes at `start` begin with that family. Every family fits into one byte. */
function is_of(bytes: Uint8Array, start: number, family: number): boolean {
  return bytes[start + (little_endian ? 0 : 1)] === family && bytes[start + (little_endian ? 1 : 0)] === 0;
}

/**
 * The bytes of an address to pass to a call.
 *
 * @internal
 */
export function bytes_of(addr: SockAddr, where: string): Uint8Array {
  if (!is_sockaddr(addr)) throw new TypeError(`${where} must be a SockAddr`);
  const bytes = addr.bytes;
  // getsockname(2) returns no bytes after the hardware address, but bind(2) requires the whole struct: packet_getname(), packet_bind().
  const short = bytes.length >= sll_addr && bytes.length < ll_size && is_of(bytes, 0, AF_PACKET);
  return short ? padded(bytes, ll_size) : bytes;
}

/**
 * {@link bytes_of}, with null for C's NULL.
 *
 * @internal
 */
export function bytes_or_null(addr: SockAddr | null | undefined, where: string): Uint8Array | null {
  return addr === null || addr === undefined ? null : bytes_of(addr, where);
}

/**
 * The cell of an address for the kernel to fill, or null for C's NULL.
 *
 * @internal
 */
export function cell_or_null(addr: SockAddr | null | undefined, where: string): Uint8Array | null {
  return addr === null || addr === undefined ? null : SockAddr.to_fill(addr, where);
}

/**
 * The address itself, checked.
 *
 * @internal
 */
export function checked(addr: SockAddr, call: string): SockAddr {
  if (!is_sockaddr(addr)) throw new TypeError(`${call}: addr must be a SockAddr`);
  return addr;
}
