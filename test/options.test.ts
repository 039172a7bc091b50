import { readFileSync } from 'node:fs';
import {
  AF_INET,
  AF_INET6,
  AF_UNIX,
  CLOCK_MONOTONIC,
  type Fd,
  getsockopt,
  IP_MTU_DISCOVER,
  IP_PKTINFO,
  IP_PMTUDISC_DO,
  IP_RECVERR,
  IP_RECVTOS,
  IP_RECVTTL,
  IP_TOS,
  IP_TTL,
  IPPROTO_IP,
  IPPROTO_IPV6,
  IPPROTO_TCP,
  IPPROTO_UDP,
  IPTOS_LOWDELAY,
  IPV6_MTU_DISCOVER,
  IPV6_PMTUDISC_DO,
  IPV6_RECVERR,
  IPV6_RECVHOPLIMIT,
  IPV6_RECVPKTINFO,
  IPV6_RECVTCLASS,
  IPV6_TCLASS,
  IPV6_UNICAST_HOPS,
  IPV6_V6ONLY,
  type Level,
  own,
  SO_BROADCAST,
  SO_KEEPALIVE,
  SO_LINGER,
  SO_MARK,
  SO_OOBINLINE,
  SO_PASSCRED,
  SO_PASSSEC,
  SO_RCVBUF,
  SO_RCVBUFFORCE,
  SO_RCVLOWAT,
  SO_RCVTIMEO,
  SO_REUSEADDR,
  SO_REUSEPORT,
  SO_RXQ_OVFL,
  SO_SNDBUF,
  SO_SNDBUFFORCE,
  SO_SNDTIMEO,
  SO_TIMESTAMP,
  SO_TIMESTAMPING,
  SO_TIMESTAMPNS,
  SO_TXTIME,
  SOCK_DGRAM,
  SOCK_STREAM,
  SOF_TIMESTAMPING_RX_SOFTWARE,
  SOF_TIMESTAMPING_SOFTWARE,
  SOF_TXTIME_DEADLINE_MODE,
  SOL_SOCKET,
  type SocketOption,
  setsockopt,
  socket,
  TCP_CONGESTION,
  TCP_CORK,
  TCP_DEFER_ACCEPT,
  TCP_FASTOPEN,
  TCP_KEEPCNT,
  TCP_KEEPIDLE,
  TCP_KEEPINTVL,
  TCP_LINGER2,
  TCP_MAXSEG,
  TCP_NODELAY,
  TCP_NOTSENT_LOWAT,
  TCP_QUICKACK,
  TCP_SYNCNT,
  TCP_USER_TIMEOUT,
  UDP_GRO,
  UDP_SEGMENT,
  unwrap,
} from 'sys-socket';
import { describe, expect, it } from 'vitest';
import * as catalogue from '../src/options.js';
import { closing } from './support/sockets.js';

const families = {
  v4: [AF_INET, SOCK_STREAM],
  v6: [AF_INET6, SOCK_STREAM],
  unix: [AF_UNIX, SOCK_STREAM],
  'UDP over v4': [AF_INET, SOCK_DGRAM],
  'UDP over v6': [AF_INET6, SOCK_DGRAM],
} as const;
type Family = keyof typeof families;

function fresh(family: Family): Fd {
  const [domain, type] = families[family];
  return closing(unwrap(socket(domain, type, 0)));
}

function may_force(): boolean {
  using probe = own(unwrap(socket(AF_INET, SOCK_STREAM, 0)));
  return setsockopt(probe.fd, SOL_SOCKET, SO_SNDBUFFORCE, 1).ok;
}

function sysctl(name: string): number {
  return Number(readFileSync(`/proc/sys/${name}`, 'utf8'));
}

interface Row {
  readonly name: string;
  readonly on: readonly Family[];
  /** What the man page says that the kernel makes of the value. */
  readonly because: string | undefined;
  /** Reads another value than the one to come, sets, and reads what the man page says. */
  readonly check: (fd: Fd) => void;
}

/** What reads back is what was set, or what `because` explains. */
function row<L, V>(
  name: string,
  level: Level<L>,
  optname: SocketOption<NoInfer<L>, V, 'rw'>,
  value: NoInfer<V>,
  on: readonly Family[],
  but?: { readonly reads: NoInfer<V>; readonly because: string },
): Row {
  const reads = but === undefined ? value : but.reads;
  return {
    name,
    on,
    because: but?.because,
    check(fd) {
      expect(unwrap(getsockopt(fd, level, optname)), 'before').not.toEqual(reads);
      expect(setsockopt(fd, level, optname, value)).toEqual({ ok: true, value: 0 });
      expect(unwrap(getsockopt(fd, level, optname)), 'after').toEqual(reads);
    },
  };
}

const all: readonly Family[] = ['v4', 'v6', 'unix'];
const inet: readonly Family[] = ['v4', 'v6'];
const udp: readonly Family[] = ['UDP over v4', 'UDP over v6'];

const table: readonly Row[] = [
  row('SO_BROADCAST', SOL_SOCKET, SO_BROADCAST, 1, all),
  row('SO_KEEPALIVE', SOL_SOCKET, SO_KEEPALIVE, 1, all),
  row('SO_LINGER', SOL_SOCKET, SO_LINGER, { l_onoff: 1, l_linger: 5 }, all),
  row('SO_OOBINLINE', SOL_SOCKET, SO_OOBINLINE, 1, all),
  row('SO_PASSCRED', SOL_SOCKET, SO_PASSCRED, 1, ['unix']),
  row('SO_PASSSEC', SOL_SOCKET, SO_PASSSEC, 1, ['unix']),
  row('SO_RCVBUF', SOL_SOCKET, SO_RCVBUF, 10_000, all, { reads: 20_000, because: 'doubled, says socket(7)' }),
  row('SO_SNDBUF', SOL_SOCKET, SO_SNDBUF, 10_000, all, { reads: 20_000, because: 'doubled, says socket(7)' }),
  row('SO_RCVLOWAT', SOL_SOCKET, SO_RCVLOWAT, 100, all),
  row('SO_RXQ_OVFL', SOL_SOCKET, SO_RXQ_OVFL, 1, [...all, ...udp]),
  row('SO_TIMESTAMP', SOL_SOCKET, SO_TIMESTAMP, 1, [...all, ...udp]),
  row('SO_TIMESTAMPING', SOL_SOCKET, SO_TIMESTAMPING, SOF_TIMESTAMPING_SOFTWARE | SOF_TIMESTAMPING_RX_SOFTWARE, [
    ...inet,
    ...udp,
  ]),
  row('SO_TIMESTAMPNS', SOL_SOCKET, SO_TIMESTAMPNS, 1, [...all, ...udp]),
  row('SO_TXTIME', SOL_SOCKET, SO_TXTIME, { clockid: CLOCK_MONOTONIC, flags: SOF_TXTIME_DEADLINE_MODE }, udp),
  row('SO_RCVTIMEO', SOL_SOCKET, SO_RCVTIMEO, { tv_sec: 1, tv_usec: 500_000 }, all),
  row('SO_SNDTIMEO', SOL_SOCKET, SO_SNDTIMEO, { tv_sec: 0, tv_usec: 20_000 }, all),
  row('SO_REUSEADDR', SOL_SOCKET, SO_REUSEADDR, 1, all),
  row('SO_REUSEPORT', SOL_SOCKET, SO_REUSEPORT, 1, inet), // Linux 6.13 refuses it to a unix socket, which ignored it before

  row('TCP_CORK', IPPROTO_TCP, TCP_CORK, 1, inet),
  row('TCP_DEFER_ACCEPT', IPPROTO_TCP, TCP_DEFER_ACCEPT, 5, inet, {
    reads: 7,
    because: 'rounded up to the SYN-ACKs of 1, 2 and 4 s',
  }),
  row('TCP_FASTOPEN', IPPROTO_TCP, TCP_FASTOPEN, 5, inet),
  row('TCP_KEEPCNT', IPPROTO_TCP, TCP_KEEPCNT, 3, inet),
  row('TCP_KEEPIDLE', IPPROTO_TCP, TCP_KEEPIDLE, 61, inet),
  row('TCP_KEEPINTVL', IPPROTO_TCP, TCP_KEEPINTVL, 7, inet),
  row('TCP_LINGER2', IPPROTO_TCP, TCP_LINGER2, 31, inet),
  row('TCP_LINGER2', IPPROTO_TCP, TCP_LINGER2, -2, inet, { reads: -1, because: 'negative is: do not wait' }),
  row('TCP_LINGER2', IPPROTO_TCP, TCP_LINGER2, 3600, inet, { reads: 120, because: 'at most two minutes' }),
  row('TCP_MAXSEG', IPPROTO_TCP, TCP_MAXSEG, 1000, inet),
  row('TCP_NODELAY', IPPROTO_TCP, TCP_NODELAY, 1, inet),
  row('TCP_NOTSENT_LOWAT', IPPROTO_TCP, TCP_NOTSENT_LOWAT, 16_384, inet),
  row('TCP_QUICKACK', IPPROTO_TCP, TCP_QUICKACK, 0, inet),
  row('TCP_SYNCNT', IPPROTO_TCP, TCP_SYNCNT, 3, inet),
  row('TCP_USER_TIMEOUT', IPPROTO_TCP, TCP_USER_TIMEOUT, 3000, inet),

  row('IP_MTU_DISCOVER', IPPROTO_IP, IP_MTU_DISCOVER, IP_PMTUDISC_DO, inet),
  row('IP_TOS', IPPROTO_IP, IP_TOS, IPTOS_LOWDELAY, inet),
  row('IP_TOS', IPPROTO_IP, IP_TOS, IPTOS_LOWDELAY | 3, inet, {
    reads: IPTOS_LOWDELAY,
    because: "the two bits of ECN are TCP's own",
  }),
  row('IP_TTL', IPPROTO_IP, IP_TTL, 42, inet),
  row('IP_PKTINFO', IPPROTO_IP, IP_PKTINFO, 1, [...inet, ...udp]),
  row('IP_RECVERR', IPPROTO_IP, IP_RECVERR, 1, [...inet, ...udp]),
  row('IP_RECVTOS', IPPROTO_IP, IP_RECVTOS, 1, [...inet, ...udp]),
  row('IP_RECVTTL', IPPROTO_IP, IP_RECVTTL, 1, [...inet, ...udp]),

  row('IPV6_MTU_DISCOVER', IPPROTO_IPV6, IPV6_MTU_DISCOVER, IPV6_PMTUDISC_DO, ['v6']),
  row('IPV6_RECVERR', IPPROTO_IPV6, IPV6_RECVERR, 1, ['v6', 'UDP over v6']),
  row('IPV6_RECVHOPLIMIT', IPPROTO_IPV6, IPV6_RECVHOPLIMIT, 1, ['v6', 'UDP over v6']),
  row('IPV6_RECVPKTINFO', IPPROTO_IPV6, IPV6_RECVPKTINFO, 1, ['v6', 'UDP over v6']),
  row('IPV6_RECVTCLASS', IPPROTO_IPV6, IPV6_RECVTCLASS, 1, ['v6', 'UDP over v6']),
  row('IPV6_TCLASS', IPPROTO_IPV6, IPV6_TCLASS, 0x20, ['v6']),
  row('IPV6_UNICAST_HOPS', IPPROTO_IPV6, IPV6_UNICAST_HOPS, 42, ['v6']),
  row('IPV6_V6ONLY', IPPROTO_IPV6, IPV6_V6ONLY, sysctl('net/ipv6/bindv6only') === 1 ? 0 : 1, ['v6']),

  row('UDP_GRO', IPPROTO_UDP, UDP_GRO, 1, udp),
  row('UDP_SEGMENT', IPPROTO_UDP, UDP_SEGMENT, 1200, udp),
];

describe('an option that is set reads back', () => {
  const cases = table.flatMap((row) => row.on.map((family) => ({ ...row, family })));
  it.each(cases.filter(({ because }) => because === undefined))('$name on $family', ({ family, check }) => {
    check(fresh(family));
  });

  it.each(cases.filter(({ because }) => because !== undefined))('$name on $family, $because', ({ family, check }) => {
    check(fresh(family));
  });

  it.each(inet)('TCP_CONGESTION on %s', (family) => {
    const fd = fresh(family);
    const before = unwrap(getsockopt(fd, IPPROTO_TCP, TCP_CONGESTION));
    const others = readFileSync('/proc/sys/net/ipv4/tcp_allowed_congestion_control', 'utf8').trim().split(' ');
    expect(before).toBe(readFileSync('/proc/sys/net/ipv4/tcp_congestion_control', 'utf8').trim());
    for (const name of others) {
      unwrap(setsockopt(fd, IPPROTO_TCP, TCP_CONGESTION, name));
      expect(unwrap(getsockopt(fd, IPPROTO_TCP, TCP_CONGESTION))).toBe(name);
    }
    expect(setsockopt(fd, IPPROTO_TCP, TCP_CONGESTION, 'no-such')).toMatchObject({ error: { code: 'ENOENT' } });
  });

  it.each(all)('a buffer of 1 byte on %s is of the least size, which socket(7) gives for both', (family) => {
    const fd = fresh(family);
    unwrap(setsockopt(fd, SOL_SOCKET, SO_SNDBUF, 1));
    unwrap(setsockopt(fd, SOL_SOCKET, SO_RCVBUF, 1));
    expect(unwrap(getsockopt(fd, SOL_SOCKET, SO_SNDBUF))).toBeGreaterThanOrEqual(2048);
    expect(unwrap(getsockopt(fd, SOL_SOCKET, SO_RCVBUF))).toBeGreaterThanOrEqual(256);
  });

  it.each(all)('a buffer past the limit on %s is of twice the limit', (family) => {
    const fd = fresh(family);
    unwrap(setsockopt(fd, SOL_SOCKET, SO_SNDBUF, 0x3fff_ffff));
    unwrap(setsockopt(fd, SOL_SOCKET, SO_RCVBUF, 0x3fff_ffff));
    expect(unwrap(getsockopt(fd, SOL_SOCKET, SO_SNDBUF))).toBe(2 * sysctl('net/core/wmem_max'));
    expect(unwrap(getsockopt(fd, SOL_SOCKET, SO_RCVBUF))).toBe(2 * sysctl('net/core/rmem_max'));
  });

  const admin = may_force() ? '' : ' (skipped: it takes CAP_NET_ADMIN)';
  it.skipIf(admin).each(all)(`SO_SNDBUFFORCE and SO_RCVBUFFORCE on %s go past the limit${admin}`, (family) => {
    const fd = fresh(family);
    const send_buffer = 2 * sysctl('net/core/wmem_max');
    const receive_buffer = 2 * sysctl('net/core/rmem_max');
    unwrap(setsockopt(fd, SOL_SOCKET, SO_SNDBUFFORCE, send_buffer));
    unwrap(setsockopt(fd, SOL_SOCKET, SO_RCVBUFFORCE, receive_buffer));
    expect(unwrap(getsockopt(fd, SOL_SOCKET, SO_SNDBUF))).toBe(2 * send_buffer);
    expect(unwrap(getsockopt(fd, SOL_SOCKET, SO_RCVBUF))).toBe(2 * receive_buffer);
  });
});

const marks = may_force() ? '' : ' (skipped: it takes CAP_NET_ADMIN)';
it.skipIf(marks).each([...inet, ...udp])(`SO_MARK on %s, with its top bit${marks}`, (family) => {
  const fd = fresh(family);
  expect(getsockopt(fd, SOL_SOCKET, SO_MARK)).toEqual({ ok: true, value: 0 });
  unwrap(setsockopt(fd, SOL_SOCKET, SO_MARK, 0x8000_0001));
  expect(getsockopt(fd, SOL_SOCKET, SO_MARK)).toEqual({ ok: true, value: 0x8000_0001 });
});

describe('a value out of range is refused by the kernel, with the number that tcp(7), ip(7) or socket(7) gives', () => {
  it.each([
    ['TCP_KEEPCNT', () => setsockopt(fresh('v4'), IPPROTO_TCP, TCP_KEEPCNT, 128), 'EINVAL'],
    ['TCP_KEEPIDLE', () => setsockopt(fresh('v4'), IPPROTO_TCP, TCP_KEEPIDLE, 0), 'EINVAL'],
    ['TCP_SYNCNT', () => setsockopt(fresh('v4'), IPPROTO_TCP, TCP_SYNCNT, 256), 'EINVAL'],
    ['TCP_USER_TIMEOUT', () => setsockopt(fresh('v4'), IPPROTO_TCP, TCP_USER_TIMEOUT, -1), 'EINVAL'],
    ['TCP_MAXSEG', () => setsockopt(fresh('v4'), IPPROTO_TCP, TCP_MAXSEG, 1), 'EINVAL'],
    ['IP_TTL', () => setsockopt(fresh('v4'), IPPROTO_IP, IP_TTL, 256), 'EINVAL'],
    ['IPV6_UNICAST_HOPS', () => setsockopt(fresh('v6'), IPPROTO_IPV6, IPV6_UNICAST_HOPS, 256), 'EINVAL'],
    ['SO_RCVTIMEO', () => setsockopt(fresh('v4'), SOL_SOCKET, SO_RCVTIMEO, { tv_sec: 0, tv_usec: 1_000_000 }), 'EDOM'],
  ])('%s', (_name, call, code) => {
    expect(call()).toMatchObject({ ok: false, error: { syscall: 'setsockopt', code } });
  });
});

describe('an option of another protocol is refused', () => {
  it('TCP options on a unix socket: EOPNOTSUPP', () => {
    expect(setsockopt(fresh('unix'), IPPROTO_TCP, TCP_NODELAY, 1)).toMatchObject({ error: { code: 'EOPNOTSUPP' } });
    expect(getsockopt(fresh('unix'), IPPROTO_TCP, TCP_NODELAY)).toMatchObject({ error: { code: 'EOPNOTSUPP' } });
  });

  it('IPv6 options on an IPv4 socket: ENOPROTOOPT', () => {
    expect(setsockopt(fresh('v4'), IPPROTO_IPV6, IPV6_V6ONLY, 1)).toMatchObject({ error: { code: 'ENOPROTOOPT' } });
    expect(getsockopt(fresh('v4'), IPPROTO_IPV6, IPV6_V6ONLY)).toMatchObject({ error: { code: 'EOPNOTSUPP' } });
  });
});

/** Options whose tests do not fit the table, and where they are. */
const elsewhere = {
  'above, in this file': ['TCP_CONGESTION', 'SO_MARK', 'SO_RCVBUFFORCE', 'SO_SNDBUFFORCE'],
  'option.test.ts: what the kernel knows of a socket': ['SO_ACCEPTCONN', 'SO_DOMAIN', 'SO_TYPE', 'SO_PROTOCOL'],
  'option.test.ts: read on a real connection': ['SO_ERROR', 'SO_PEERCRED', 'IP_MTU', 'IPV6_MTU'],
  'tcp-info.test.ts': ['TCP_INFO'],
  'sys/cmsg-unix.test.ts': ['SO_PASSPIDFD'],
  'sys/cmsg-ip.test.ts': ['IPV6_PKTINFO'],
};

it('no option of the catalogue is without a test', () => {
  const names = Object.keys(catalogue).filter((name) => /^[A-Z]/.test(name));
  const tested = [...table.map(({ name }) => name), ...Object.values(elsewhere).flat()];
  expect([...new Set(tested)].sort()).toEqual(names.sort());
});
