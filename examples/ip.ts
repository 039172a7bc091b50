// Shows interfaces, addresses, routes or neighbours, as `ip -j` of iproute2 does: rtnetlink(7).
//
//   node ip.ts [-4 | -6] link | addr | route | neigh
//
// Prints the most important fields of ip(8)'s JSON, under the same names. Routes are those of IPv4's main table, or of IPv6's with -6.
//
// Exit status: 0, or 2 with the reason.
import { parseArgs } from 'node:util';
import {
  AF_INET,
  AF_INET6,
  AF_UNSPEC,
  NUD_DELAY,
  NUD_FAILED,
  NUD_INCOMPLETE,
  NUD_NOARP,
  NUD_PERMANENT,
  NUD_PROBE,
  NUD_REACHABLE,
  NUD_STALE,
  RT_TABLE_MAIN,
  rtnl_addrs,
  rtnl_links,
  rtnl_neighs,
  rtnl_routes,
  unwrap,
} from 'sys-socket';

const states = { NUD_INCOMPLETE, NUD_REACHABLE, NUD_STALE, NUD_DELAY, NUD_PROBE, NUD_FAILED, NUD_PERMANENT };

const { values, positionals } = parseArgs({
  options: {
    v4: { type: 'boolean', short: '4', default: false },
    v6: { type: 'boolean', short: '6', default: false },
  },
  allowPositionals: true,
});
const family = values.v4 ? AF_INET : values.v6 ? AF_INET6 : AF_UNSPEC;

const names = new Map(unwrap(rtnl_links()).map(({ ifi_index, ifla_ifname }) => [ifi_index, ifla_ifname]));
const dev = (index: number | undefined) => (index === undefined ? undefined : names.get(index));
const mac = (bytes: Uint8Array | undefined) =>
  bytes &&
  Buffer.from(bytes)
    .toString('hex')
    .replace(/..(?!$)/g, '$&:');

function links() {
  return unwrap(rtnl_links()).map((link) => ({
    ifindex: link.ifi_index,
    ifname: link.ifla_ifname,
    mtu: link.ifla_mtu,
    qdisc: link.ifla_qdisc,
    txqlen: link.ifla_txqlen,
    address: mac(link.ifla_address),
    broadcast: mac(link.ifla_broadcast),
  }));
}

function addrs() {
  const all = unwrap(rtnl_addrs(family));
  const of = (index: number) =>
    all
      .filter(({ ifa_index }) => ifa_index === index)
      .map((addr) => ({
        family: addr.ifa_family === AF_INET ? 'inet' : 'inet6',
        local: addr.ifa_local ?? addr.ifa_address,
        prefixlen: addr.ifa_prefixlen,
        broadcast: addr.ifa_broadcast,
        label: addr.ifa_label,
        valid_life_time: addr.ifa_cacheinfo?.ifa_valid,
        preferred_life_time: addr.ifa_cacheinfo?.ifa_prefered,
      }));
  return links()
    .map(({ ifindex, ifname }) => ({ ifindex, ifname, addr_info: of(ifindex) }))
    .filter(({ addr_info }) => family === AF_UNSPEC || addr_info.length > 0);
}

function routes() {
  const wanted = family === AF_UNSPEC ? AF_INET : family;
  const all = unwrap(rtnl_routes(wanted)).filter(({ rta_table }) => rta_table === RT_TABLE_MAIN);
  return all.map((route) => ({
    dst: destination(route.rta_dst, route.rtm_dst_len, wanted),
    gateway: route.rta_gateway,
    dev: dev(route.rta_oif),
    prefsrc: route.rta_prefsrc,
    metric: route.rta_priority,
    nexthops: route.rta_multipath?.map(({ rta_gateway, rtnh_ifindex, rtnh_hops }) => ({
      gateway: rta_gateway,
      dev: dev(rtnh_ifindex),
      weight: rtnh_hops + 1,
    })),
  }));
}

function destination(dst: string | undefined, length: number, wanted: number): string {
  if (dst === undefined) return 'default';
  return length === (wanted === AF_INET ? 32 : 128) ? dst : `${dst}/${length}`;
}

function neighs() {
  const all = unwrap(rtnl_neighs(family)).filter(({ ndm_state }) => (ndm_state & ~NUD_NOARP) !== 0);
  return all.map((neigh) => ({
    dst: neigh.nda_dst,
    dev: dev(neigh.ndm_ifindex),
    lladdr: mac(neigh.nda_lladdr),
    state: Object.entries(states)
      .filter(([, bit]) => (neigh.ndm_state & bit) !== 0)
      .map(([name]) => name.slice('NUD_'.length)),
  }));
}

const subjects: Readonly<Record<string, () => readonly object[]>> = {
  link: links,
  addr: addrs,
  route: routes,
  neigh: neighs,
};
const show = subjects[positionals[0] ?? ''];
if (show === undefined || positionals.length !== 1) {
  console.error('usage: ip [-4 | -6] link | addr | route | neigh');
  process.exit(2);
}
console.log(JSON.stringify(show(), undefined, 1));
