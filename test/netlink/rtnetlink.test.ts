// rtnetlink(7) against ip(8), in a network namespace where every interface, address and route is the test's: through the examples that
// a reader opens first.
import { join } from 'node:path';
import { describe, expect } from 'vitest';
import { it_in_namespace } from '../support/namespace.js';
import { root } from '../support/strace.js';
import { child } from '../sys/child.js';

const dump = join(root, 'out/examples/ip.js');
const monitor = join(root, 'out/examples/ip-monitor.js');

/** Without addresses that the kernel makes in its own time. */
const namespace = [
  'ip link add v0 type veth peer name v1',
  'ip link set v0 addrgenmode none address 02:00:00:00:00:01',
  'ip link set v1 addrgenmode none address 02:00:00:00:00:02',
  'ip addr add 10.1.2.3/24 brd + dev v0',
  'ip addr add 10.1.2.4 peer 10.1.2.5/32 dev v1',
  'ip addr add 2001:db8::1/64 dev v0 nodad',
  'ip link set v0 up',
  'ip link set v1 up',
  'ip route add default via 10.1.2.1 dev v0 metric 7 mtu 1400',
  'ip route add 10.9.0.0/16 nexthop via 10.1.2.7 dev v0 weight 3 nexthop via 10.1.2.8 dev v0',
  'ip route add blackhole 10.66.0.0/16',
  'ip -6 route add 2001:db8:9::/48 via 2001:db8::9',
  'ip neigh add 10.1.2.9 lladdr 02:00:00:00:00:09 dev v0 nud permanent',
  'ip -6 neigh add 2001:db8::9 lladdr 02:00:00:00:00:0a dev v0 nud permanent',
].join(' && ');

/** The carrier is there when the kernel has seen to it. */
const settled = `
  const pause = (milliseconds) => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, milliseconds);
  while (unwrap(rtnl_links()).some(({ ifi_index, ifla_operstate }) => ifi_index > 1 && ifla_operstate !== 6)) pause(10);
`;

/** ip(8) as everybody runs it: a sanitizer's runtime, which the package's own processes need, is no part of it. */
const plain = 'const env = { ...process.env, LD_PRELOAD: undefined };';

const shown = ['link', 'addr', '-6 addr', 'route', '-6 route', 'neigh'];

describe('a dump', () => {
  for (const what of shown) {
    it_in_namespace(`says what ip -j ${what} says`, () => {
      const program = `
        import { spawnSync } from 'node:child_process';
        ${settled}${plain}
        const json = (command, args, options) => JSON.parse(spawnSync(command, args, { encoding: 'utf8', ...options }).stdout);
        const args = ${JSON.stringify(what.split(' '))};
        report([json(process.execPath, [${JSON.stringify(dump)}, ...args]), json('ip', ['-j', ...args], { env })]);
      `;
      const [ours, theirs] = child(program, { namespace }) as [object[], object[]];
      expect(ours.length).toBeGreaterThan(0);
      expect(theirs).toMatchObject(ours);
    });
  }

  it_in_namespace('has what ip -d says of metrics, kinds and tables', () => {
    const program = `${settled}
      const route = unwrap(rtnl_routes(AF_INET)).find(({ rta_priority }) => rta_priority === 7);
      const link = unwrap(rtnl_links()).find(({ ifla_ifname }) => ifla_ifname === 'v0');
      const tables = new Set(unwrap(rtnl_routes()).map(({ rta_table }) => rta_table));
      report({
        mtu: route.rta_metrics.get(RTAX_MTU),
        boot: route.rtm_protocol === RTPROT_BOOT && route.rtm_type === RTN_UNICAST,
        kind: link.ifla_info_kind,
        sent: link.ifla_stats64.tx_packets >= 0,
        up: (link.ifi_flags & IFF_UP) !== 0,
        tables: [RT_TABLE_MAIN, RT_TABLE_LOCAL].map((table) => tables.has(table)),
        rest: [...link.attributes.keys()].includes(IFLA_IFNAME),
      });`;
    expect(child(program, { namespace })).toEqual({
      mtu: 1400,
      boot: true,
      kind: 'veth',
      sent: true,
      up: true,
      tables: [true, true],
      rest: false,
    });
  });
});

/** The changes, and the last one, by which the end is known. */
const changes = [
  'route add 10.8.0.0/16 via 10.1.2.9',
  'route del 10.8.0.0/16',
  'addr add 10.4.4.4/32 dev v0',
  'addr del 10.4.4.4/32 dev v0',
  'link set v0 mtu 1300',
  'link del v1',
  'addr add 10.99.99.99/32 dev lo',
];

interface Lines {
  readonly ours: readonly string[];
  readonly theirs: readonly string[];
}

/** What ip(8) prints, in the words of the example; undefined for what is none of links, addresses and routes of IPv4. */
function in_our_words(line: string, index: Readonly<Record<string, string>>): string | undefined {
  const gone = line.startsWith('Deleted ') ? 'deleted ' : '';
  const text = line.replace(/^Deleted /, '');
  const addr = /^(\d+): \S+ +inet (\S+)(?: peer (\S+))?/.exec(text);
  if (addr) return `${gone}addr ${addr[2]}${addr[3] ? addr[3].replace(/.*(?=\/)/, '') : ''} dev ${addr[1]}`;
  const link = /^(\d+): ([^:@ ]+)(?:@\S+)?: <.* mtu (\d+)/.exec(text);
  if (link) return `${gone}link ${link[1]} ${link[2]} mtu ${link[3]}`;
  const route = /^(?:(?:local|broadcast) )?(default|[\d.]+)(\/\d+)?(?: via (\S+))? dev (\S+)(.*)/.exec(text);
  if (!route || /lladdr|FAILED/.test(text)) return undefined;
  const [, dst, length = dst === 'default' ? '/0' : '/32', via, dev = '', more = ''] = route;
  const table = /table local/.test(more) ? 255 : 254;
  return `${gone}route ${dst}${length}${via ? ` via ${via}` : ''} dev ${index[dev] ?? dev} table ${table}`;
}

describe('a monitor', () => {
  it_in_namespace('tells the changes that ip monitor tells, in the same order', () => {
    const program = `
      import { spawn, spawnSync } from 'node:child_process';
      import { createInterface } from 'node:readline';
      ${settled}${plain}
      const stdio = ['ignore', 'pipe', 'inherit'];
      const started = [
        spawn(process.execPath, [${JSON.stringify(monitor)}], { stdio }),
        spawn('ip', ['-o', 'monitor', 'link', 'address', 'route'], { stdio, env }),
      ];
      // Both are in their groups.
      const listens = (pid) => unwrap(sock_diag({ family: AF_NETLINK })).some(({ src }) => src.nl_pid === pid && src.nl_groups !== 0);
      const reader = ({ stdout }) => createInterface({ input: stdout })[Symbol.asyncIterator]();
      const [ours, theirs] = started.map(reader);
      for (;;) if ((await ours.next()).value.startsWith('(changes')) break;
      while (!listens(started[1].pid)) pause(10);
      const [v0, v1] = ['v0', 'v1'].map((name) => unwrap(if_nametoindex(name)));
      const batch = ${JSON.stringify(changes)}.join('\\n') + '\\n';
      const changed = spawnSync('ip', ['-batch', '-'], { input: batch, encoding: 'utf8' });
      if (changed.status !== 0) throw new Error(changed.stderr);
      const until_last = async (lines) => {
        const all = [];
        for (;;) {
          const { value, done } = await lines.next();
          if (done) return all;
          all.push(value);
          if (/local 10.99.99.99|route 10.99.99.99/.test(value)) return all;
        }
      };
      const told = { ours: await until_last(ours), theirs: await until_last(theirs), index: { lo: 1, v0, v1 } };
      for (const { kill, pid } of started) process.kill(pid);
      report(told);
    `;
    const told = child(program, { namespace }) as Lines & { readonly index: Readonly<Record<string, string>> };
    const ours = told.ours.filter((line) => !/neigh|:/.test(line));
    const theirs = told.theirs.flatMap((line) => in_our_words(line, told.index) ?? []);
    expect(ours).toEqual(theirs);
    expect(ours).toContain(`route 10.8.0.0/16 via 10.1.2.9 dev ${told.index.v0} table 254`);
    expect(ours).toContain(`deleted route 10.8.0.0/16 via 10.1.2.9 dev ${told.index.v0} table 254`);
    expect(ours).toContain(`deleted link ${told.index.v1} v1 mtu 1500`);
    expect(ours.some((line) => line === `link ${told.index.v0} v0 mtu 1300`)).toBe(true);
  });

  it_in_namespace('hears ENOBUFS when more happens than its buffer takes, and a dump says what it missed', () => {
    const program = `
      import { spawnSync } from 'node:child_process';
      const fd = unwrap(socket(AF_NETLINK, SOCK_RAW, NETLINK_ROUTE));
      unwrap(setsockopt(fd, SOL_SOCKET, SO_RCVBUF, 2048));
      unwrap(bind(fd, sockaddr_nl()));
      unwrap(setsockopt(fd, SOL_NETLINK, NETLINK_ADD_MEMBERSHIP, RTNLGRP_IPV4_IFADDR));
      const batch = Array.from({ length: 100 }, (_, i) => 'addr add 10.5.0.' + i + '/32 dev lo').join('\\n') + '\\n';
      spawnSync('ip', ['-batch', '-'], { input: batch });
      const buffer = new Uint8Array(32768);
      const heard = [];
      let lost = 0;
      for (;;) {
        const came = nl_recv(fd, buffer, MSG_DONTWAIT);
        if (came.ok) heard.push(...came.value.map((message) => rtnl_message(message).addr.ifa_local));
        else if (came.error.code === 'ENOBUFS') lost += 1;
        else break;
      }
      const there = unwrap(rtnl_addrs(AF_INET)).filter(({ ifa_local }) => ifa_local.startsWith('10.5.'));
      report({ first: heard[0], few: heard.length < 100, lost, there: there.length });
    `;
    expect(child(program, { namespace: 'true' })).toEqual({ first: '10.5.0.0', few: true, lost: 1, there: 100 });
  });

  it_in_namespace('does not hear another process, and says when a message does not fit', () => {
    const program = `
      const joined = () => {
        const fd = unwrap(socket(AF_NETLINK, SOCK_RAW, NETLINK_ROUTE));
        unwrap(bind(fd, sockaddr_nl(0, RTMGRP_IPV4_IFADDR)));
        return fd;
      };
      const [fd, other] = [joined(), joined()];
      const name = sockaddr_storage();
      unwrap(getsockname(fd, name));
      unwrap(sendto(other, encode_nlmsg(RTM_NEWADDR, 0, 0, new Uint8Array(ifaddrmsg.size)), 0, sockaddr_nl(name.nl_pid)));
      const [a] = unwrap(socketpair(AF_UNIX, SOCK_DGRAM, 0));
      const played = code(nl_recv(fd, new Uint8Array(4096), MSG_DONTWAIT));
      const question = { protocol: NETLINK_ROUTE, type: RTM_NEWADDR, flags: NLM_F_CREATE | NLM_F_ACK, decode: () => undefined };
      const local = encode_nlattr(IFA_LOCAL, Uint8Array.of(10, 7, 7, 7));
      const header = ifaddrmsg.encode({ ifa_family: AF_INET, ifa_prefixlen: 32, ifa_flags: 0, ifa_scope: 0, ifa_index: 1 }, 'ifaddrmsg');
      const made = code(nl_ask({ ...question, payload: Buffer.concat([header, local]) }));
      const again = code(nl_ask({ ...question, flags: question.flags | NLM_F_EXCL, payload: Buffer.concat([header, local]) }));
      report({
        played,
        made,
        again,
        short: code(nl_recv(fd, new Uint8Array(16), MSG_DONTWAIT)),
        empty: code(nl_recv(fd, new Uint8Array(16), MSG_DONTWAIT)),
        there: unwrap(rtnl_addrs(AF_INET)).map(({ ifa_local }) => ifa_local),
        wrong: code(nl_ask({ ...question, type: RTM_NEWADDR, payload: header.subarray(0, 2) })),
      });
    `;
    expect(child(program, { namespace: 'true' })).toEqual({
      played: [],
      made: [],
      again: 'EEXIST',
      short: 'EMSGSIZE',
      empty: 'EAGAIN',
      there: ['127.0.0.1', '10.7.7.7'],
      wrong: 'EINVAL',
    });
  });
});
