import { check_integer, view_of, write_field } from '../codec/struct.js';
import { AF_INET6 } from '../constants.js';
import { checked, type SockAddr } from './address.js';
import { in6, sin6_addr, sin6_flowinfo, sin6_port, sin6_scope_id } from './layout.js';
import { parse } from './presentation.js';
import { blank } from './struct.js';

/** An IPv6 address: ipv6(7). */
export type SockAddrIn6 = SockAddr & {
  readonly sin6_addr: string;
  readonly sin6_port: number;
  readonly sin6_flowinfo: number;
  readonly sin6_scope_id: number;
};

/**
 * An IPv6 address: `struct sockaddr_in6` of ipv6(7), 28 bytes.
 *
 * @param addr the address, as inet_pton(3) parses it: `'::1'`; `'::'` is in6addr_any
 * @param port the port in host byte order, 0 to 65535; 0 lets the kernel choose. A larger number throws (C's htons keeps its last 16 bits:
 *   70000 would be 4464)
 * @param scope_id the index of the interface, for link-local addresses
 * @param flowinfo the flow label and traffic class, in host byte order
 * @throws RangeError if one of them is invalid
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
  write_field(made.bytes, sin6_scope_id, scope_id, 'sockaddr_in6: scope_id');
  const rule = 'sockaddr_in6: addr must be an IPv6 address';
  const zoned = typeof addr === 'string' && addr.includes('%');
  const how = zoned ? ' without % (pass if_nametoindex of the interface as scope_id)' : '';
  parse(AF_INET6, addr, made.bytes.subarray(sin6_addr), `${rule}${how}`);
  return made as SockAddrIn6;
}

/**
 * True for an IPv6 address, whose fields are then defined.
 *
 * @throws TypeError if the value is not a {@link SockAddr}
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
  return checked(addr, 'is_sockaddr_in6').sin6_scope_id !== undefined;
}

/**
 * An address as C's `struct sockaddr_in6`: the same object, with its fields defined; undefined if it is not of `AF_INET6`.
 *
 * @example
 * ```ts
 * import { as_sockaddr_in6, sockaddr_in6 } from 'sys-socket';
 *
 * console.log(as_sockaddr_in6(sockaddr_in6('fe80::1', 80, 2))?.sin6_scope_id); // 2
 * ```
 */
export function as_sockaddr_in6(addr: SockAddr): SockAddrIn6 | undefined {
  return is_sockaddr_in6(addr) ? addr : undefined;
}
