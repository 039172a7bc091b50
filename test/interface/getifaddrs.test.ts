// Against ip(8), and against libc's own functions in a C++ program, in a network namespace with interfaces of several kinds.
import { accessSync, constants } from 'node:fs';
import { getifaddrs, if_indextoname, if_nameindex, if_nametoindex, NLM_F_DUMP_INTR, unwrap } from 'sys-socket';
import { beforeAll, describe, expect, it } from 'vitest';
import { offset_of } from '../../src/headers.js';
import { interpose } from '../../src/native.js';
import { compiled } from '../support/cpp.js';
import { musl } from '../support/libc.js';
import { no_namespace } from '../support/namespace.js';
import { open_fds } from '../support/sockets.js';
import { child } from '../sys/child.js';
import { ok, refused } from '../sys/kit.js';

const libc = () =>
  compiled(`
  #include <arpa/inet.h>
  #include <cstdio>
  #include <ifaddrs.h>
  #include <net/if.h>
  #include <netpacket/packet.h>
  #include <string>

  std::string text(const sockaddr* addr) {
    if (addr == nullptr) return "-";
    char room[64];
    if (addr->sa_family == AF_INET)
      return inet_ntop(AF_INET, &reinterpret_cast<const sockaddr_in*>(addr)->sin_addr, room, sizeof room);
    if (addr->sa_family == AF_INET6) {
      const auto* in6 = reinterpret_cast<const sockaddr_in6*>(addr);
      return inet_ntop(AF_INET6, &in6->sin6_addr, room, sizeof room) + (in6->sin6_scope_id ? "%" + std::to_string(in6->sin6_scope_id) : "");
    }
    const auto* ll = reinterpret_cast<const sockaddr_ll*>(addr);
    std::string made = "link " + std::to_string(ll->sll_ifindex) + " " + std::to_string(ll->sll_hatype) + " ";
    for (int i = 0; i < ll->sll_halen; ++i) {
      std::snprintf(room, sizeof room, "%02x", ll->sll_addr[i]);
      made += room;
    }
    return made;
  }

  int main() {
    ifaddrs* list;
    if (getifaddrs(&list) != 0) return 1;
    for (const ifaddrs* at = list; at != nullptr; at = at->ifa_next) {
      const bool has_broadcast = (at->ifa_flags & IFF_BROADCAST) != 0, has_peer = (at->ifa_flags & IFF_POINTOPOINT) != 0;
      std::printf("%s %u %s %s %s %s\\n", at->ifa_name, at->ifa_flags, text(at->ifa_addr).c_str(), text(at->ifa_netmask).c_str(),
                  has_broadcast ? text(at->ifa_broadaddr).c_str() : "-", has_peer ? text(at->ifa_dstaddr).c_str() : "-");
    }
    freeifaddrs(list);
    const auto* names = if_nameindex();
    for (const auto* at = names; at->if_index != 0; ++at) std::printf("index %u %s\\n", at->if_index, at->if_name);
  }`);

const namespace = [
  'ip link add v0 mtu 1400 type veth peer name v1',
  'ip link set v0 up',
  'ip link set v1 up',
  'ip link add br0 type bridge',
  'ip addr add 192.0.2.1/26 broadcast 192.0.2.63 dev v0',
  'ip addr add 192.0.2.9/26 broadcast 192.0.2.63 dev v0 label v0:x',
  'ip addr add 203.0.113.7/0 broadcast 255.255.255.255 dev v1',
  'ip addr add 2001:db8::1/65 dev v0 nodad',
  'ip tuntap add dev t0 mode tun',
  'ip link set t0 up',
  'ip addr add 198.51.100.1 peer 198.51.100.2/32 dev t0',
  'ip addr add 2001:db8:1::1 peer 2001:db8:1::2/128 dev t0 nodad',
].join(' && ');

const program = (oracle: string) => `
  import { execFileSync } from 'node:child_process';
  import { setTimeout as sleep } from 'node:timers/promises';
  await sleep(200); // link-local addresses come by themselves
  const run = (...command) => execFileSync(command[0], command.slice(1), { encoding: 'utf8' });
  const shown = (addr) => {
    if (addr === undefined) return '-';
    if (addr.sin_addr !== undefined) return addr.sin_addr;
    if (addr.sin6_addr !== undefined) return addr.sin6_addr + (addr.sin6_scope_id ? '%' + addr.sin6_scope_id : '');
    const bytes = Buffer.from(addr.bytes);
    const halen = bytes[11];
    return ['link', bytes.readInt32LE(4), bytes.readUInt16LE(8), bytes.toString('hex', 12, 12 + halen)].join(' ');
  };
  const told = () => unwrap(getifaddrs()).map((row) => ({
    line: [row.ifa_name, row.ifa_flags, shown(row.ifa_addr), shown(row.ifa_netmask), shown(row.ifa_broadaddr), shown(row.ifa_dstaddr)].join(' '),
    name: row.ifa_name, data: row.ifa_data,
  }));
  const names = () => unwrap(if_nameindex()).map(({ if_index, if_name }) => 'index ' + if_index + ' ' + if_name);
  // The counts must stand still while both are asked: neighbours are looked for in a new network.
  let rows, ip;
  for (let before = '', after = run('ip', '-j', '-s', 'link'), tries = 0; before !== after && tries < 50; tries += 1) {
    before = after;
    rows = told();
    after = run('ip', '-j', '-s', 'link');
    ip = JSON.parse(after);
  }
  report({
    lines: [...rows.map(({ line }) => line), ...names()],
    libc: run('${oracle}').trim().split('\\n'),
    data: rows.filter(({ data }) => data).map(({ name, data }) => ({ name, ...data })),
    ip,
    addr: JSON.parse(run('ip', '-j', 'addr')),
    index: unwrap(if_nametoindex('v0')),
    back: unwrap(if_indextoname(unwrap(if_nametoindex('t0')))),
  });
`;

interface Seen {
  readonly lines: readonly string[];
  readonly libc: readonly string[];
  readonly data: ReadonlyArray<Readonly<Record<string, number | string>>>;
  readonly ip: ReadonlyArray<{
    readonly ifname: string;
    readonly ifindex: number;
    readonly stats64: { readonly rx: Readonly<Record<string, number>>; readonly tx: Readonly<Record<string, number>> };
  }>;
  readonly addr: ReadonlyArray<{
    readonly ifname: string;
    readonly addr_info: ReadonlyArray<{ readonly local: string; readonly label?: string; readonly family: string }>;
  }>;
  readonly index: number;
  readonly back: string;
}

/** Why there can be no interface between two points here. */
const no_tun = (() => {
  try {
    accessSync('/dev/net/tun', constants.R_OK | constants.W_OK);
    return undefined;
  } catch {
    return 'this user may not open /dev/net/tun';
  }
})();
const lacking = no_namespace ?? no_tun;
const why = lacking === undefined ? '' : ` (skipped: ${lacking})`;

describe.skipIf(lacking)(`interfaces and their addresses${why}`, () => {
  let seen: Seen;
  beforeAll(() => {
    seen = child(program(libc()), { namespace }) as Seen;
  });

  it("are what libc's getifaddrs and if_nameindex tell, in the same order", () => {
    // if_nameindex of musl lists the labels of addresses too, which are names of no interface.
    const interfaces = musl ? seen.libc.filter((line) => !/^index .*:/.test(line)) : seen.libc;
    expect(seen.lines).toEqual(interfaces.map((line) => line.replace(/ +/g, ' ')));
    expect(seen.lines.length).toBeGreaterThan(18);
  });

  it('are what ip addr tells', () => {
    const told = seen.addr.flatMap(({ ifname, addr_info }) =>
      addr_info.map(({ label, local }) => `${label ?? ifname} ${local}`),
    );
    const ours = seen.lines
      .filter((line) => !/ link |^index |- - -$/.test(line))
      .map((line) => line.split(' '))
      .map(([name, , addr = '']) => `${name} ${addr.replace(/%.*/, '')}`);
    expect([...ours].sort()).toEqual([...told].sort());
  });

  it('have counted what ip -s link tells', () => {
    expect(seen.data).toMatchObject(
      seen.ip.map(({ ifname, stats64: { rx, tx } }) => ({
        name: ifname,
        rx_bytes: rx.bytes,
        rx_packets: rx.packets,
        rx_errors: rx.errors,
        rx_dropped: rx.dropped,
        multicast: rx.multicast,
        tx_bytes: tx.bytes,
        tx_packets: tx.packets,
        tx_errors: tx.errors,
        tx_dropped: tx.dropped,
        collisions: tx.collisions,
      })),
    );
  });

  it('have indices, and names to them', () => {
    expect(seen.index).toBe(seen.ip.find(({ ifname }) => ifname === 'v0')?.ifindex);
    expect(seen.back).toBe('t0');
  });
});

describe('if_nametoindex and if_indextoname', () => {
  it('know the loopback interface', () => {
    expect([if_nametoindex('lo'), if_indextoname(1)]).toEqual([ok(1), ok('lo')]);
  });

  it('say ENODEV and ENXIO for what is not there, and leave no descriptor open', () => {
    const before = open_fds();
    for (const name of ['no-such-device', '', 'a-name-that-is-too-long']) {
      expect(if_nametoindex(name)).toEqual(refused('if_nametoindex', 'ENODEV'));
    }
    for (const index of [0, 0x7fff_ffff, -1]) expect(if_indextoname(index)).toEqual(refused('if_indextoname', 'ENXIO'));
    expect(() => Reflect.apply(if_nametoindex, undefined, [1])).toThrow(TypeError);
    expect(() => Reflect.apply(if_indextoname, undefined, ['lo'])).toThrow(TypeError);
    expect(() => if_nametoindex('l\0o')).toThrow(RangeError);
    expect(open_fds()).toBe(before);
  });
});

describe('if_nameindex and getifaddrs', () => {
  it('ask again while the interfaces change, ten times', () => {
    let asked = 0;
    const at = offset_of('nlmsghdr', 'nlmsg_flags');
    const restore = interpose((below) => ({
      sendto: (...args) => {
        asked++;
        return below.sendto(...args);
      },
      recvfrom: (fd, buffer, flags, cell) => {
        const came = below.recvfrom(fd, buffer, flags, cell);
        if (came > 0) buffer[at] = (buffer[at] ?? 0) | NLM_F_DUMP_INTR;
        return came;
      },
    }));
    try {
      expect(if_nameindex()).toEqual(refused('if_nameindex', 'EINTR'));
      expect(getifaddrs()).toEqual(refused('getifaddrs', 'EINTR'));
      expect(asked).toBe(20);
    } finally {
      restore();
    }
    expect(unwrap(if_nameindex())[0]).toEqual({ if_index: 1, if_name: 'lo' });
  });

  it('give what the socket is refused with', () => {
    const restore = interpose(() => ({ socket: () => -24 }));
    try {
      for (const call of [if_nameindex, getifaddrs, () => if_nametoindex('lo'), () => if_indextoname(1)]) {
        expect(call()).toEqual(refused('socket', 'EMFILE'));
      }
    } finally {
      restore();
    }
  });
});
