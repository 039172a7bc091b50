import { field, fields } from '../codec/intrinsics.js';
import { write_field } from '../codec/struct.js';
import { AF_INET, AF_INET6, AF_UNSPEC, IFF_BROADCAST, IFF_POINTOPOINT } from '../constants.js';
import { errors_of, type SysError } from '../errno.js';
import { field_of } from '../headers.js';
import type { AskCode } from '../netlink/ask.js';
import { inet_sockaddr } from '../netlink/inet-diag-structs.js';
import { dump } from '../netlink/rtnl.js';
import { addrs, type RtnlAddr } from '../netlink/rtnl-addrs.js';
import type { RtnlLinkStats64 } from '../netlink/rtnl-link-stats64.js';
import { links, type RtnlLink } from '../netlink/rtnl-links.js';
import { ok, type Result } from '../result.js';
import type { SockAddr } from '../sockaddr/address.js';
import { sockaddr_in } from '../sockaddr/in.js';
import { sockaddr_in6 } from '../sockaddr/in6.js';
import { sockaddr_ll } from '../sockaddr/ll.js';

/** C's `struct ifaddrs`: an address of an interface. */
export interface Ifaddrs {
  /** The name of the interface; for an IPv4 address, its label: `eth0:1`. */
  readonly ifa_name: string;
  /** `IFF_UP`, `IFF_LOOPBACK`, ..., or-ed. */
  readonly ifa_flags: number;
  /** The address, of `AF_PACKET` (the hardware address, which a tunnel does not have), `AF_INET` or `AF_INET6`. */
  readonly ifa_addr?: SockAddr;
  /** The netmask, for `AF_INET` and `AF_INET6`. */
  readonly ifa_netmask?: SockAddr;
  /** The broadcast address, if the interface has one: `IFF_BROADCAST`. */
  readonly ifa_broadaddr?: SockAddr;
  /** The address of the peer, if there is one: `IFF_POINTOPOINT`. */
  readonly ifa_dstaddr?: SockAddr;
  /** For `AF_PACKET`: the counters of the interface, with 64 bits; C's have 32. */
  readonly ifa_data?: RtnlLinkStats64;
}

const refused = errors_of<'EINTR'>('getifaddrs');

/**
 * `int getifaddrs(struct ifaddrs **ifap)`: getifaddrs(3). The network interfaces and their addresses, in libc's order: first all interfaces,
 * then all addresses. It makes several syscalls: it requests the interfaces on one netlink socket and the addresses on another, and reads each
 * answer to its end.
 *
 * @returns the interfaces and addresses. Unlike in C, nothing needs to be freed
 *
 * **Errors**: `EINTR` the interfaces changed during every attempt to list them; those of {@link socket}, {@link sendto} and {@link recvfrom}.
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
  const found = dump(links, refused, AF_UNSPEC, undefined, 'getifaddrs');
  if (!found.ok) return found;
  const by_index = new Map(found.value.map((link) => [link.ifi_index, link]));
  const listed = dump(addrs, refused, AF_UNSPEC, undefined, 'getifaddrs');
  if (!listed.ok) return listed;
  return ok([...found.value.map(itself), ...listed.value.flatMap((addr) => of_link(addr, by_index) ?? [])]);
}

const link_attributes = ['ifla_ifname', 'ifla_address', 'ifla_broadcast', 'ifla_stats64'] as const;
const addr_attributes = ['ifa_label', 'ifa_address', 'ifa_local', 'ifa_broadcast'] as const;

function itself(link: RtnlLink): Ifaddrs {
  const { ifi_flags } = link;
  const { ifla_ifname = '', ifla_address, ifla_broadcast, ifla_stats64 } = fields(link, ...link_attributes);
  const there = ifla_broadcast && hardware(link, ifla_broadcast);
  return {
    ifa_name: ifla_ifname,
    ifa_flags: ifi_flags,
    ...(ifla_address && { ifa_addr: hardware(link, ifla_address) }),
    ...(there && (ifi_flags & IFF_BROADCAST) !== 0 && { ifa_broadaddr: there }),
    ...(there && (ifi_flags & IFF_POINTOPOINT) !== 0 && { ifa_dstaddr: there }),
    ...(ifla_stats64 && { ifa_data: ifla_stats64 }),
  };
}

const hatype = field_of('sockaddr_ll', 'sll_hatype');

/** A `struct sockaddr_ll`. It may be longer than C's: an InfiniBand address has 20 bytes. */
function hardware({ ifi_index, ifi_type }: RtnlLink, bytes: Uint8Array): SockAddr {
  const made = sockaddr_ll(0, ifi_index, bytes);
  write_field(made.bytes, hatype, ifi_type, 'sll_hatype');
  return made;
}

/** An address of an interface that appeared between the two requests is omitted, as in libc. */
function of_link(addr: RtnlAddr, by_index: ReadonlyMap<number, RtnlLink>): Ifaddrs | undefined {
  const { ifa_family, ifa_prefixlen, ifa_index } = addr;
  const { ifa_label, ifa_address, ifa_local, ifa_broadcast } = fields(addr, ...addr_attributes);
  const link = by_index.get(ifa_index);
  // On a point-to-point interface, IFA_ADDRESS is the peer's address, and IFA_LOCAL the local one. For IPv6, IFA_LOCAL exists only there.
  // (libc always sets ifa_dstaddr to IFA_ADDRESS, which without IFF_POINTOPOINT only repeats the local address.)
  const here = ifa_local ?? ifa_address;
  if (link === undefined || here === undefined || (ifa_family !== AF_INET && ifa_family !== AF_INET6)) return undefined;
  const of = (text: string) => (ifa_family === AF_INET ? sockaddr_in(text, 0) : in6(text, ifa_index));
  const { ifi_flags } = link;
  return {
    ifa_name: ifa_label ?? field(link, 'ifla_ifname', ''),
    ifa_flags: ifi_flags,
    ifa_addr: of(here),
    ifa_netmask: mask(ifa_family, ifa_prefixlen),
    ...(ifa_broadcast !== undefined && (ifi_flags & IFF_BROADCAST) !== 0 && { ifa_broadaddr: of(ifa_broadcast) }),
    ...(ifa_address !== undefined &&
      ifa_local !== undefined &&
      (ifi_flags & IFF_POINTOPOINT) !== 0 && { ifa_dstaddr: of(ifa_address) }),
  };
}

/** An IPv6 address; a link-local one has its scope ID, as from getsockname(2). */
function in6(text: string, device: number): SockAddr {
  return sockaddr_in6(text, 0, /^fe[89ab]/.test(text) ? device : 0);
}

/** A netmask with this many leading ones. */
function mask(family: number, prefixlen: number): SockAddr {
  const length = family === AF_INET ? 4 : 16;
  const ones = Uint8Array.from({ length }, (_, i) => 0xff00 >> Math.min(Math.max(prefixlen - i * 8, 0), 8));
  return inet_sockaddr(family, new Uint8Array(2), ones, 0);
}
