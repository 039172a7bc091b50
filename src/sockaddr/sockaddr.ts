import { check_bytes, check_integer, view_of, write_field } from '../codec/struct.js';
import { AF_INET, AF_INET6, AF_UNIX } from '../constants.js';
import { native, type StructLayout } from '../native.js';
import { SockAddr, type SockAddrIn, type SockAddrIn6, type SockAddrUn } from './address.js';
import {
  in4,
  in6,
  sa_family,
  sin_addr,
  sin_port,
  sin6_addr,
  sin6_flowinfo,
  sin6_port,
  sin6_scope_id,
  storage,
  sun_path,
  un,
} from './layout.js';

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
  view_of(made.bytes).setUint16(sin_port, port);
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
  view.setUint16(sin6_port, port);
  view.setUint32(sin6_flowinfo, flowinfo);
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
 * console.log(sockaddr_un('@echo').length); // 7 (2 + 1 + 4)
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
 * console.log(peer.length); // 0 (until a call fills it)
 * ```
 */
export function sockaddr_storage(capacity: number = storage.size): SockAddr {
  check_integer(capacity, 0, 0xffff, 'sockaddr_storage: capacity');
  return new SockAddr(capacity, 0);
}

function blank(family: number, struct: StructLayout): SockAddr {
  const made = new SockAddr(struct.size, struct.size);
  write_field(view_of(made.bytes), sa_family, family, 'family');
  return made;
}

/**
 * inet_pton(3) into bytes, where refusal is misuse.
 *
 * @internal
 */
export function parse(family: number, addr: string, into: Uint8Array, rule: string): void {
  if (typeof addr !== 'string') throw new TypeError(`${rule}, got ${typeof addr}`);
  if (addr.includes('\0') || native.inet_pton(family, addr, into) !== 1) {
    throw new RangeError(`${rule}, got ${JSON.stringify(addr)}`);
  }
}
