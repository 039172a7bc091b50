import { read_field, text, view_of, write_field } from '../codec/struct.js';
import {
  AF_INET,
  AF_INET6,
  AF_UNSPEC,
  IFA_ADDRESS,
  IFA_BROADCAST,
  IFA_LABEL,
  IFA_LOCAL,
  IFF_BROADCAST,
  IFF_POINTOPOINT,
  NETLINK_ROUTE,
  NLM_F_DUMP,
  RTM_GETADDR,
  RTM_NEWADDR,
} from '../constants.js';
import { errors_of, type SysError } from '../errno.js';
import { field_of, layout } from '../native.js';
import { type AskCode, ask } from '../netlink/ask.js';
import { inet_sockaddr } from '../netlink/inet-diag-structs.js';
import { nlattrs } from '../netlink/nlmsghdr.js';
import { ok, type Result } from '../result.js';
import type { SockAddr } from '../sockaddr/address.js';
import { type Link, links, type RtnlLinkStats64 } from './links.js';

/** C's `struct ifaddrs`: an address of an interface. */
export interface Ifaddrs {
  /** The name of the interface; of an IPv4 address, its label: `eth0:1`. */
  readonly ifa_name: string;
  /** `IFF_UP`, `IFF_LOOPBACK`, ..., or-ed. */
  readonly ifa_flags: number;
  /** The address: of `AF_PACKET` (the interface itself; a tunnel has none), `AF_INET` or `AF_INET6`. */
  readonly ifa_addr?: SockAddr;
  /** Of `AF_INET` and `AF_INET6`. */
  readonly ifa_netmask?: SockAddr;
  /** The address for all, where the interface has one: `IFF_BROADCAST`. */
  readonly ifa_broadaddr?: SockAddr;
  /** The address of the other end, where there is one: `IFF_POINTOPOINT`. */
  readonly ifa_dstaddr?: SockAddr;
  /** Of `AF_PACKET`: what the interface has counted. C's are of 32 bits, these of 64. */
  readonly ifa_data?: RtnlLinkStats64;
}

const refused = errors_of<'EINTR'>('getifaddrs');

/**
 * `int getifaddrs(struct ifaddrs **ifap)`: getifaddrs(3). The network interfaces and their addresses, in libc's order: first each
 * interface, then each of their addresses. Several syscalls: a netlink socket is asked for the interfaces, another for the addresses,
 * and their answers are read to the end.
 *
 * @returns the addresses; the list is yours, there is nothing to free
 *
 * **Errors**: `EINTR` the interfaces changed each time that they were listed; those of {@link socket}, {@link sendto} and
 * {@link recvfrom}.
 *
 * **strace**: `sendto` of a `RTM_GETLINK` and of a `RTM_GETADDR` message, each with `recvfrom` until `NLMSG_DONE`
 *
 * @example
 * ```ts
 * import { getifaddrs, is_sockaddr_in, unwrap } from 'sys-socket';
 *
 * for (const { ifa_name, ifa_addr, ifa_netmask } of unwrap(getifaddrs())) {
 *   if (ifa_name !== 'lo' || ifa_addr === undefined || !is_sockaddr_in(ifa_addr)) continue;
 *   console.log(ifa_addr.sin_addr, ifa_netmask?.sin_addr); // 127.0.0.1 255.0.0.0
 * }
 * ```
 */
export function getifaddrs(): Result<Ifaddrs[], SysError<AskCode>> {
  const found = links(refused);
  if (!found.ok) return found;
  const by_index = new Map(found.value.map((link) => [link.index, link]));
  const payload = new Uint8Array(msg.size);
  write_field(view_of(payload), msg.family, AF_UNSPEC, 'ifa_family');
  const addresses = ask({
    protocol: NETLINK_ROUTE,
    type: RTM_GETADDR,
    flags: NLM_F_DUMP,
    payload,
    refused,
    decode: (message) => (message.nlmsg_type === RTM_NEWADDR ? address(message.payload, by_index) : undefined),
  });
  return addresses.ok ? ok([...found.value.map(itself), ...addresses.value]) : addresses;
}

function itself({ name, flags, addr, broadcast, stats }: Link): Ifaddrs {
  return {
    ifa_name: name,
    ifa_flags: flags,
    ...(addr === undefined ? {} : { ifa_addr: addr }),
    ...(broadcast !== undefined && (flags & IFF_BROADCAST) !== 0 ? { ifa_broadaddr: broadcast } : {}),
    ...(broadcast !== undefined && (flags & IFF_POINTOPOINT) !== 0 ? { ifa_dstaddr: broadcast } : {}),
    ...(stats === undefined ? {} : { ifa_data: stats }),
  };
}

const msg = {
  size: layout('ifaddrmsg').size,
  family: field_of('ifaddrmsg', 'ifa_family'),
  prefixlen: field_of('ifaddrmsg', 'ifa_prefixlen'),
  index: field_of('ifaddrmsg', 'ifa_index'),
};

const label = text(64);

/** `struct ifaddrmsg` and its attributes. An address of an interface that came in between is left out, as it is by libc. */
function address(payload: Uint8Array, by_index: ReadonlyMap<number, Link>): Ifaddrs | undefined {
  if (payload.length < msg.size) return undefined;
  const view = view_of(payload);
  const family = read_field(view, msg.family);
  const link = by_index.get(read_field(view, msg.index) ?? 0);
  if (link === undefined || (family !== AF_INET && family !== AF_INET6)) return undefined;
  const found = nlattrs(payload, msg.size);
  const of = (bytes: Uint8Array) => inet_sockaddr(family, new Uint8Array(2), bytes, link.index);
  // Point to point, IFA_ADDRESS is the other end, and IFA_LOCAL this one; IPv6 has IFA_LOCAL only then. (libc gives IFA_ADDRESS for
  // ifa_dstaddr in any case, which without IFF_POINTOPOINT is no more than the address once more.)
  const there = found.get(IFA_ADDRESS);
  const here = found.get(IFA_LOCAL) ?? there;
  const all = found.get(IFA_BROADCAST);
  const named = found.get(IFA_LABEL);
  if (here === undefined) return undefined;
  return {
    ifa_name: named === undefined ? link.name : label.decode(named),
    ifa_flags: link.flags,
    ifa_addr: of(here),
    ifa_netmask: of(mask(read_field(view, msg.prefixlen) ?? 0, here.length)),
    ...(all !== undefined && (link.flags & IFF_BROADCAST) !== 0 ? { ifa_broadaddr: of(all) } : {}),
    ...(there !== undefined && found.has(IFA_LOCAL) && (link.flags & IFF_POINTOPOINT) !== 0
      ? { ifa_dstaddr: of(there) }
      : {}),
  };
}

/** So many ones from the front. */
function mask(prefixlen: number, length: number): Uint8Array {
  return Uint8Array.from({ length }, (_, i) => 0xff00 >> Math.min(Math.max(prefixlen - i * 8, 0), 8));
}
