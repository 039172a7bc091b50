import { AF_INET, AF_INET6, AF_UNIX, AF_UNSPEC } from './constants.js';
import { layout, native, type StructLayout } from './native.js';
import { check_bytes, check_integer, read_field, view_of, write_field } from './struct.js';

const storage = layout('sockaddr_storage');
const any = layout('sockaddr');
const in4 = layout('sockaddr_in');
const in6 = layout('sockaddr_in6');
const un = layout('sockaddr_un');

function field(struct: StructLayout, name: string) {
  const found = struct.fields[name];
  if (found === undefined) throw new Error(`the binary has no field ${name}`);
  return found;
}

function offset(struct: StructLayout, name: string): number {
  return field(struct, name)[0] / 8;
}

/** A port or flow label: stored big-endian, whatever the machine is. */
function network_order(struct: StructLayout, name: string): { readonly at: number; readonly bytes: number } {
  const [first_bit, bits] = field(struct, name);
  return { at: first_bit / 8, bytes: bits / 8 };
}

const sa_family = field(any, 'sa_family');
const sin_port = network_order(in4, 'sin_port');
const sin_addr = offset(in4, 'sin_addr');
const sin6_port = network_order(in6, 'sin6_port');
const sin6_flowinfo = network_order(in6, 'sin6_flowinfo');
const sin6_addr = offset(in6, 'sin6_addr');
const sin6_scope_id = field(in6, 'sin6_scope_id');
const sun_path = offset(un, 'sun_path');

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

  /** @internal */
  constructor(capacity: number, length: number) {
    this.#cell = new Uint8Array(socklen_size + capacity);
    this.#length = new Uint32Array(this.#cell.buffer, 0, 1);
    this.#length[0] = length;
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
  get sa_family(): number {
    return read_field(view_of(this.bytes), sa_family) ?? AF_UNSPEC;
  }

  /** The IPv4 address in dotted decimal, of `AF_INET`. */
  get sin_addr(): string | undefined {
    return this.#of(AF_INET, in4) && presentation(AF_INET, this.bytes.subarray(sin_addr));
  }

  /** The port in host order, of `AF_INET`. */
  get sin_port(): number | undefined {
    return this.#of(AF_INET, in4) && view_of(this.bytes).getUint16(sin_port.at);
  }

  /** The IPv6 address as text, of `AF_INET6`. */
  get sin6_addr(): string | undefined {
    return this.#of(AF_INET6, in6) && presentation(AF_INET6, this.bytes.subarray(sin6_addr));
  }

  /** The port in host order, of `AF_INET6`. */
  get sin6_port(): number | undefined {
    return this.#of(AF_INET6, in6) && view_of(this.bytes).getUint16(sin6_port.at);
  }

  /** The flow label and traffic class in host order, of `AF_INET6`. */
  get sin6_flowinfo(): number | undefined {
    return this.#of(AF_INET6, in6) && view_of(this.bytes).getUint32(sin6_flowinfo.at);
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

  /** For people: `127.0.0.1:9000`, `[::1]:9000`, `/run/x.sock`, `@abstract`, `(unnamed)`, `family 16, 12 bytes`. */
  toString(): string {
    if (is_sockaddr_in(this)) return `${this.sin_addr}:${this.sin_port}`;
    if (is_sockaddr_in6(this))
      return `[${this.sin6_addr}${this.sin6_scope_id ? `%${this.sin6_scope_id}` : ''}]:${this.sin6_port}`;
    if (is_sockaddr_un(this)) return this.sun_path === '' ? '(unnamed)' : this.sun_path.replace(/^\0/, '@');
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

/** Is it an address of this package? */
export function is_sockaddr(value: unknown): value is SockAddr {
  return typeof value === 'object' && value !== null && SockAddr.is(value);
}

/** Is it an IPv4 address? Then its fields are there. */
export function is_sockaddr_in(addr: SockAddr): addr is SockAddrIn {
  return addr.sin_port !== undefined;
}

/** Is it an IPv6 address? Then its fields are there. */
export function is_sockaddr_in6(addr: SockAddr): addr is SockAddrIn6 {
  return addr.sin6_port !== undefined;
}

/** Is it an address of a unix socket? Then its path is there. */
export function is_sockaddr_un(addr: SockAddr): addr is SockAddrUn {
  return addr.sun_path !== undefined;
}

/**
 * An IPv4 address: `struct sockaddr_in` of ip(7), 16 bytes.
 *
 * @param addr dotted decimal, as inet_pton(3) takes it: `'127.0.0.1'`; `'0.0.0.0'` is INADDR_ANY
 * @param port in host order, 0 to 65535; 0 lets the kernel choose
 * @throws RangeError when one of them is not so. For text from outside, use {@link getaddrinfo} with `AI_NUMERICHOST`.
 *
 * @example
 * ```ts
 * import { sockaddr_in } from 'sys-socket';
 *
 * const addr = sockaddr_in('127.0.0.1', 9000);
 * console.log(addr.sin_port, String(addr)); // 9000 127.0.0.1:9000
 * ```
 */
export function sockaddr_in(addr: string, port: number): SockAddrIn {
  check_integer(port, 0, 0xffff, 'sockaddr_in: port');
  const made = blank(AF_INET, in4);
  view_of(made.bytes).setUint16(sin_port.at, port);
  parse(AF_INET, addr, made.bytes.subarray(sin_addr), 'sockaddr_in: addr must be an IPv4 address');
  return made as SockAddrIn;
}

/**
 * An IPv6 address: `struct sockaddr_in6` of ipv6(7), 28 bytes.
 *
 * @param addr as inet_pton(3) takes it: `'::1'`; `'::'` is in6addr_any
 * @param port in host order, 0 to 65535
 * @param scope_id the index of the interface, for link-local addresses
 * @param flowinfo the flow label, in host order
 * @throws RangeError when one of them is not so
 *
 * @example
 * ```ts
 * import { sockaddr_in6 } from 'sys-socket';
 *
 * console.log(String(sockaddr_in6('fe80::1', 9000, 2))); // [fe80::1%2]:9000
 * ```
 */
export function sockaddr_in6(addr: string, port: number, scope_id = 0, flowinfo = 0): SockAddrIn6 {
  check_integer(port, 0, 0xffff, 'sockaddr_in6: port');
  check_integer(flowinfo, 0, 0xffff_ffff, 'sockaddr_in6: flowinfo');
  const made = blank(AF_INET6, in6);
  const view = view_of(made.bytes);
  view.setUint16(sin6_port.at, port);
  view.setUint32(sin6_flowinfo.at, flowinfo);
  write_field(view, sin6_scope_id, scope_id, 'sockaddr_in6: scope_id');
  parse(AF_INET6, addr, made.bytes.subarray(sin6_addr), 'sockaddr_in6: addr must be an IPv6 address');
  return made as SockAddrIn6;
}

/**
 * An address of a unix socket: `struct sockaddr_un` of unix(7), as long as its name and no longer.
 *
 * @param path a path of at most 108 bytes, ended by NUL where there is room (`./@x` for a file `@x`); or `'@name'`, as
 *   strace prints it, or `'\0name'`, as C has it, for an abstract name of exactly those bytes; or `''` for no name, which
 *   makes bind(2) choose an abstract one; or the bytes of `sun_path` as they are
 * @throws RangeError when it is too long, TypeError when a path has a NUL
 *
 * @example
 * ```ts
 * import { sockaddr_un } from 'sys-socket';
 *
 * console.log(sockaddr_un('@echo').length); // 2 + 1 + 4
 * ```
 */
export function sockaddr_un(path: string | Uint8Array = ''): SockAddrUn {
  const name = un_name(path);
  const room = un.size - sun_path;
  if (name.length > room) throw new RangeError(`sockaddr_un: path must be at most ${room} bytes, got ${name.length}`);
  const made = new SockAddr(un.size, sun_path + name.length);
  write_field(view_of(made.bytes), sa_family, AF_UNIX, 'sockaddr_un: family');
  made.bytes.set(name, sun_path);
  return made as SockAddrUn;
}

function un_name(path: string | Uint8Array): Uint8Array {
  if (typeof path !== 'string') {
    check_bytes(path, 'sockaddr_un: path, if not a string,');
    return path;
  }
  if (path === '') return new Uint8Array(0);
  if (path[0] === '@' || path[0] === '\0') return Buffer.from(`\0${path.slice(1)}`);
  if (path.includes('\0')) throw new TypeError('sockaddr_un: path must not have a NUL but at its start');
  const bytes = Buffer.from(path);
  return bytes.length < un.size - sun_path ? Buffer.concat([bytes, Buffer.alloc(1)]) : bytes;
}

/**
 * An address of any family from its bytes, which are copied: the family in host order first, as in `struct sockaddr`.
 *
 * @example
 * ```ts
 * import { sockaddr, sockaddr_in } from 'sys-socket';
 *
 * console.log(String(sockaddr(sockaddr_in('127.0.0.1', 80).bytes))); // 127.0.0.1:80
 * ```
 */
export function sockaddr(bytes: Uint8Array): SockAddr {
  check_bytes(bytes, 'sockaddr: bytes');
  const made = new SockAddr(bytes.length, bytes.length);
  made.bytes.set(bytes);
  return made;
}

/**
 * An empty address for the kernel to fill: {@link accept}, {@link recvfrom}, {@link getsockname}. It may be used again.
 *
 * @param capacity bytes of room: `sizeof(struct sockaddr_storage)` unless you want to see an address cut off
 *
 * @example
 * ```ts
 * import { sockaddr_storage } from 'sys-socket';
 *
 * const peer = sockaddr_storage();
 * console.log(peer.length); // 0, until a call fills it
 * ```
 */
export function sockaddr_storage(capacity: number = storage.size): SockAddr {
  check_integer(capacity, 0, 0xffff, 'sockaddr_storage: capacity');
  return new SockAddr(capacity, 0);
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

function blank(family: number, struct: StructLayout): SockAddr {
  const made = new SockAddr(struct.size, struct.size);
  write_field(view_of(made.bytes), sa_family, family, 'family');
  return made;
}

function parse(family: number, addr: string, into: Uint8Array, rule: string): void {
  if (typeof addr !== 'string') throw new TypeError(`${rule}, got ${typeof addr}`);
  if (addr.includes('\0') || native.inet_pton(family, addr, into) !== 1) {
    throw new RangeError(`${rule}, got ${JSON.stringify(addr)}`);
  }
}

const text_room = new Uint8Array(64);

function presentation(family: number, bytes: Uint8Array): string {
  const length = native.inet_ntop(family, bytes, text_room);
  return Buffer.from(text_room.buffer, 0, length).toString('latin1');
}
