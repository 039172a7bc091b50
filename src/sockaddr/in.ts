import { check_integer, view_of } from '../codec/struct.js';
import { AF_INET } from '../constants.js';
import { checked, type SockAddr } from './address.js';
import { in4, sin_addr, sin_port } from './layout.js';
import { parse } from './presentation.js';
import { blank } from './struct.js';

/** An IPv4 address: ip(7). */
export type SockAddrIn = SockAddr & { readonly sin_addr: string; readonly sin_port: number };

/**
 * An IPv4 address: `struct sockaddr_in` of ip(7), 16 bytes.
 *
 * @param addr the address in dotted decimal, as inet_pton(3) parses it: `'127.0.0.1'`; `'0.0.0.0'` is INADDR_ANY
 * @param port the port in host byte order, 0 to 65535; 0 lets the kernel choose. A larger number throws (C's htons keeps its last 16 bits:
 *   70000 would be 4464)
 * @throws RangeError if one of them is invalid. For text from outside, use {@link getaddrinfo} with `AI_NUMERICHOST`.
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
 * True for an IPv4 address, whose fields are then defined.
 *
 * @throws TypeError if the value is not a {@link SockAddr}
 *
 * @example
 * ```ts
 * import { is_sockaddr_in, type SockAddr, sockaddr_in } from 'sys-socket';
 *
 * const addr: SockAddr = sockaddr_in('127.0.0.1', 80);
 * if (is_sockaddr_in(addr)) console.log(addr.sin_addr, addr.sin_port); // 127.0.0.1 80
 * ```
 */
export function is_sockaddr_in(addr: SockAddr): addr is SockAddrIn {
  return checked(addr, 'is_sockaddr_in').sin_port !== undefined;
}

/**
 * An address as C's `struct sockaddr_in`: the same object, with its fields defined; undefined if it is not of `AF_INET`.
 *
 * @example
 * ```ts
 * import { as_sockaddr_in, sockaddr_in } from 'sys-socket';
 *
 * console.log(as_sockaddr_in(sockaddr_in('127.0.0.1', 80))?.sin_port); // 80
 * ```
 */
export function as_sockaddr_in(addr: SockAddr): SockAddrIn | undefined {
  return is_sockaddr_in(addr) ? addr : undefined;
}
