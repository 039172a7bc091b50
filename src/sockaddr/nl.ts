import { write_field } from '../codec/struct.js';
import { AF_NETLINK } from '../constants.js';
import { checked, type SockAddr } from './address.js';
import { nl, nl_groups, nl_pid } from './layout.js';
import { blank } from './struct.js';

/** An address of a netlink socket: netlink(7). */
export type SockAddrNl = SockAddr & { readonly nl_pid: number; readonly nl_groups: number };

/**
 * An address of a netlink socket: `struct sockaddr_nl` of netlink(7), 12 bytes.
 *
 * @param pid the port id: 0 is the kernel; for bind(2), 0 lets the kernel choose one, and the first socket of a process gets the process id
 * @param groups the multicast groups to send to or to join, one bit for each of the first 32
 * @throws RangeError if one of them does not fit into 32 bits
 *
 * @example
 * ```ts
 * import { sockaddr_nl } from 'sys-socket';
 *
 * const kernel = sockaddr_nl();
 * console.log(kernel.nl_pid, kernel.length, String(kernel)); // 0 12 netlink:0
 * ```
 */
export function sockaddr_nl(pid = 0, groups = 0): SockAddrNl {
  const made = blank(AF_NETLINK, nl);
  write_field(made.bytes, nl_pid, pid, 'sockaddr_nl: pid');
  write_field(made.bytes, nl_groups, groups, 'sockaddr_nl: groups');
  return made as SockAddrNl;
}

/**
 * True for an address of a netlink socket, whose fields are then defined.
 *
 * @throws TypeError if the value is not a {@link SockAddr}
 *
 * @example
 * ```ts
 * import { is_sockaddr_nl, type SockAddr, sockaddr_nl } from 'sys-socket';
 *
 * const addr: SockAddr = sockaddr_nl(0, 1);
 * if (is_sockaddr_nl(addr)) console.log(addr.nl_pid, addr.nl_groups); // 0 1
 * ```
 */
export function is_sockaddr_nl(addr: SockAddr): addr is SockAddrNl {
  return checked(addr, 'is_sockaddr_nl').nl_pid !== undefined;
}

/**
 * An address as C's `struct sockaddr_nl`: the same object, with its fields defined; undefined if it is not of `AF_NETLINK`.
 *
 * @example
 * ```ts
 * import { as_sockaddr_nl, sockaddr_nl } from 'sys-socket';
 *
 * console.log(as_sockaddr_nl(sockaddr_nl(0, 1))?.nl_groups); // 1
 * ```
 */
export function as_sockaddr_nl(addr: SockAddr): SockAddrNl | undefined {
  return is_sockaddr_nl(addr) ? addr : undefined;
}
