import { view_of, write_field } from '../codec/struct.js';
import { AF_NETLINK } from '../constants.js';
import { SockAddr } from './address.js';
import { nl, nl_groups, nl_pid, sa_family } from './layout.js';

/** An address of a netlink socket: netlink(7). */
export type SockAddrNl = SockAddr & { readonly nl_pid: number; readonly nl_groups: number };

/**
 * An address of a netlink socket: `struct sockaddr_nl` of netlink(7), 12 bytes.
 *
 * @param pid the port id: 0 is the kernel, or lets bind(2) choose one. The first socket of a process gets the process id.
 * @param groups the multicast groups to send to or to join, a bit for each of the first 32
 * @throws RangeError when one of them does not fit into 32 bits
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
  const made = new SockAddr(nl.size, nl.size);
  const view = view_of(made.bytes);
  write_field(view, sa_family, AF_NETLINK, 'sockaddr_nl: family');
  write_field(view, nl_pid, pid, 'sockaddr_nl: pid');
  write_field(view, nl_groups, groups, 'sockaddr_nl: groups');
  return made as SockAddrNl;
}

/**
 * Is it an address of a netlink socket? Then its fields are there.
 *
 * @example
 * ```ts
 * import { is_sockaddr_nl, type SockAddr, sockaddr_nl } from 'sys-socket';
 *
 * const addr: SockAddr = sockaddr_nl(4242);
 * if (is_sockaddr_nl(addr)) console.log(addr.nl_pid, addr.nl_groups); // 4242 0
 * ```
 */
export function is_sockaddr_nl(addr: SockAddr): addr is SockAddrNl {
  return addr.nl_pid !== undefined;
}
