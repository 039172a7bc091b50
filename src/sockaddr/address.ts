import { read_field, view_of } from '../codec/struct.js';
import { AF_INET, AF_INET6, AF_NETLINK, AF_UNIX, AF_UNSPEC } from '../constants.js';
import type { Domain } from '../domain.js';
import { native, type StructLayout } from '../native.js';
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
} from './layout.js';

/** `socklen_t`, which every cell begins with. */
const socklen_size = Uint32Array.BYTES_PER_ELEMENT;

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
   * @param cell where it is, when it is a part of something larger: it keeps the length that it has
   * @internal
   */
  constructor(capacity: number, length: number, cell?: Uint8Array) {
    this.#cell = cell ?? new Uint8Array(socklen_size + capacity);
    this.#length = new Uint32Array(this.#cell.buffer, this.#cell.byteOffset, 1);
    if (cell === undefined) this.#length[0] = length;
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

  /** The length that the kernel reported, or that the address was made with. More than `bytes.length` if it was cut off. */
  get length(): number {
    return this.#length[0] ?? 0;
  }

  /** The bytes of the address: a view, not a copy. */
  get bytes(): Uint8Array {
    const length = Math.min(this.length, this.#cell.length - socklen_size);
    if (this.#exact?.length !== length) this.#exact = this.#cell.subarray(socklen_size, socklen_size + length);
    return this.#exact;
  }

  /** The family: `AF_INET`, `AF_INET6`, `AF_UNIX`, or any other; `AF_UNSPEC` when there is no address. */
  get sa_family(): Domain {
    return (read_field(view_of(this.bytes), sa_family) ?? AF_UNSPEC) as Domain;
  }

  /** The IPv4 address in dotted decimal, of `AF_INET`. */
  get sin_addr(): string | undefined {
    return this.#of(AF_INET, in4) && presentation(AF_INET, this.bytes.subarray(sin_addr));
  }

  /** The port in host order, of `AF_INET`. */
  get sin_port(): number | undefined {
    return this.#of(AF_INET, in4) && view_of(this.bytes).getUint16(sin_port);
  }

  /** The IPv6 address as text, of `AF_INET6`. */
  get sin6_addr(): string | undefined {
    return this.#of(AF_INET6, in6) && presentation(AF_INET6, this.bytes.subarray(sin6_addr));
  }

  /** The port in host order, of `AF_INET6`. */
  get sin6_port(): number | undefined {
    return this.#of(AF_INET6, in6) && view_of(this.bytes).getUint16(sin6_port);
  }

  /** The flow label and traffic class in host order, of `AF_INET6`. */
  get sin6_flowinfo(): number | undefined {
    return this.#of(AF_INET6, in6) && view_of(this.bytes).getUint32(sin6_flowinfo);
  }

  /** The index of the interface, for link-local addresses, of `AF_INET6`. */
  get sin6_scope_id(): number | undefined {
    return this.#of(AF_INET6, in6) && read_field(view_of(this.bytes), sin6_scope_id);
  }

  /**
   * The path, of `AF_UNIX`. An abstract name begins with NUL and has its exact length; a socket without a name has `''`.
   * Bytes that are not UTF-8 are in `bytes` only.
   */
  get sun_path(): string | undefined {
    if (this.sa_family !== AF_UNIX) return undefined;
    const path = Buffer.from(this.bytes.subarray(sun_path));
    const end = path[0] === 0 ? -1 : path.indexOf(0);
    return path.toString('utf8', 0, end < 0 ? path.length : end);
  }

  /** The port id of a netlink socket, 0 for the kernel, of `AF_NETLINK`. */
  get nl_pid(): number | undefined {
    return this.#of(AF_NETLINK, nl) && read_field(view_of(this.bytes), nl_pid);
  }

  /** The multicast groups of a netlink socket, a bit for each of the first 32, of `AF_NETLINK`. */
  get nl_groups(): number | undefined {
    return this.#of(AF_NETLINK, nl) && read_field(view_of(this.bytes), nl_groups);
  }

  /** For people: `127.0.0.1:9000`, `[::1]:9000`, `/run/x.sock`, `@abstract`, `(unnamed)`, `netlink:4242`, `family 999, 4 bytes`. */
  toString(): string {
    if (is_sockaddr_in(this)) return `${this.sin_addr}:${this.sin_port}`;
    if (is_sockaddr_in6(this))
      return `[${this.sin6_addr}${this.sin6_scope_id ? `%${this.sin6_scope_id}` : ''}]:${this.sin6_port}`;
    if (is_sockaddr_un(this)) return this.sun_path === '' ? '(unnamed)' : this.sun_path.replace(/^\0/, '@');
    if (this.nl_pid !== undefined) return `netlink:${this.nl_pid}`;
    return `family ${this.sa_family}, ${this.length} bytes`;
  }

  /** Node's console shows an address as `SockAddr(127.0.0.1:9000)`. */
  [Symbol.for('nodejs.util.inspect.custom')](): string {
    return `SockAddr(${this})`;
  }

  /** True when the address is of the family and long enough to have its fields, else undefined. */
  #of(family: number, struct: StructLayout): true | undefined {
    return this.sa_family === family && this.bytes.length >= struct.size ? true : undefined;
  }
}

/** An IPv4 address: ip(7). */
export type SockAddrIn = SockAddr & { readonly sin_addr: string; readonly sin_port: number };

/** An IPv6 address: ipv6(7). */
export type SockAddrIn6 = SockAddr & {
  readonly sin6_addr: string;
  readonly sin6_port: number;
  readonly sin6_flowinfo: number;
  readonly sin6_scope_id: number;
};

/** An address of a unix socket: unix(7). */
export type SockAddrUn = SockAddr & { readonly sun_path: string };

/**
 * Is it an address of this package?
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

/**
 * Is it an IPv4 address? Then its fields are there.
 *
 * @example
 * ```ts
 * import { getaddrinfo, is_sockaddr_in, SOCK_STREAM, unwrap } from 'sys-socket';
 *
 * for (const { ai_addr } of unwrap(getaddrinfo('127.0.0.1', '80', { ai_socktype: SOCK_STREAM }))) {
 *   if (is_sockaddr_in(ai_addr)) console.log(ai_addr.sin_addr, ai_addr.sin_port); // 127.0.0.1 80
 * }
 * ```
 */
export function is_sockaddr_in(addr: SockAddr): addr is SockAddrIn {
  return addr.sin_port !== undefined;
}

/**
 * Is it an IPv6 address? Then its fields are there.
 *
 * @example
 * ```ts
 * import { is_sockaddr_in6, type SockAddr, sockaddr_in6 } from 'sys-socket';
 *
 * const addr: SockAddr = sockaddr_in6('fe80::1', 80, 2);
 * if (is_sockaddr_in6(addr)) console.log(addr.sin6_addr, addr.sin6_scope_id); // fe80::1 2
 * ```
 */
export function is_sockaddr_in6(addr: SockAddr): addr is SockAddrIn6 {
  return addr.sin6_port !== undefined;
}

/**
 * Is it an address of a unix socket? Then its path is there.
 *
 * @example
 * ```ts
 * import { is_sockaddr_un, type SockAddr, sockaddr_un } from 'sys-socket';
 *
 * const addr: SockAddr = sockaddr_un('/run/x.sock');
 * if (is_sockaddr_un(addr)) console.log(addr.sun_path); // /run/x.sock
 * ```
 */
export function is_sockaddr_un(addr: SockAddr): addr is SockAddrUn {
  return addr.sun_path !== undefined;
}

/**
 * The bytes of an address that a call is given.
 *
 * @internal
 */
export function bytes_of(addr: SockAddr, where: string): Uint8Array {
  if (!is_sockaddr(addr)) throw new TypeError(`${where} must be a SockAddr`);
  return addr.bytes;
}

const text_room = new Uint8Array(64);

/**
 * inet_ntop(3) of a family, for bytes that are an address at least.
 *
 * @internal
 */
export function presentation(family: number, bytes: Uint8Array): string {
  const length = native.inet_ntop(family, bytes, text_room);
  return Buffer.from(text_room.buffer, 0, length).toString('latin1');
}
