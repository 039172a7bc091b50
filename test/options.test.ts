import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  getsockopt,
  IP_TTL,
  IPPROTO_IP,
  IPPROTO_IPV6,
  IPPROTO_TCP,
  IPV6_UNICAST_HOPS,
  IPV6_V6ONLY,
  SO_MARK,
  SO_RCVBUF,
  SO_RCVBUFFORCE,
  SO_RCVTIMEO,
  SO_SNDBUF,
  SO_SNDBUFFORCE,
  SOL_SOCKET,
  setsockopt,
  TCP_CONGESTION,
  TCP_KEEPCNT,
  TCP_KEEPIDLE,
  TCP_MAXSEG,
  TCP_NODELAY,
  TCP_SYNCNT,
  TCP_USER_TIMEOUT,
  unwrap,
} from 'sys-socket';
import { describe, expect, it } from 'vitest';
import * as catalogue from '../src/options.js';
import { ip_rows } from './options/ip.js';
import { ipv6_rows } from './options/ipv6.js';
import { all, fresh, inet, lacking, may_force, older_than, type Row, sysctl, udp } from './options/kit.js';
import { other_rows } from './options/other.js';
import { socket_rows } from './options/socket.js';
import { tcp_rows } from './options/tcp.js';
import { root } from './support/strace.js';

const table: readonly Row[] = [...socket_rows, ...tcp_rows, ...ip_rows, ...ipv6_rows, ...other_rows];

describe('an option that is set reads back', () => {
  const missing = new Map([...new Set(table.flatMap(({ on }) => on))].map((family) => [family, lacking(family)]));
  for (const { name, on, because, takes, since, check } of table) {
    for (const family of on) {
      const refused = missing.get(family);
      const why =
        refused !== undefined
          ? `socket(2) says ${refused} here`
          : takes !== undefined && !may_force()
            ? `it takes ${takes}`
            : since !== undefined && older_than(since)
              ? `it is of Linux ${since}`
              : undefined;
      const title = `${name} on ${family}${because === undefined ? '' : `, ${because}`}`;
      it.skipIf(why)(why === undefined ? title : `${title} (skipped: ${why})`, () => check(fresh(family)));
    }
  }

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
  'constants.test.ts: aliases': ['IP_RECVRETOPTS', 'SO_DETACH_BPF', 'SO_GET_FILTER'],
};

/** Names that these files name, in code. */
const files = ['options/live', 'options/groups', 'options/golden', 'options/packet', 'structs/sock-fprog'];

it('no option of the catalogue is without a test', () => {
  const names = Object.keys(catalogue).filter((name) => /^[A-Z]/.test(name));
  const tested = [...table.map(({ name }) => name), ...Object.values(elsewhere).flat()];
  const text = files.map((file) => readFileSync(new URL(`./${file}.test.ts`, import.meta.url), 'utf8')).join();
  expect(names.filter((name) => !tested.includes(name) && !new RegExp(`\\b${name}\\b`).test(text))).toEqual([]);
});

it('docs/options.md is what the catalogue says: each option with its types, and the kernel that had it first', () => {
  expect(() => execFileSync(process.execPath, ['scripts/options.mjs', '--check'], { cwd: root })).not.toThrow();
  const documented = [...readFileSync(join(root, 'docs/options.md'), 'utf8').matchAll(/^\| `(\w+)`/gm)].map(
    ([, name]) => name,
  );
  const aliases = ['IP_RECVRETOPTS', 'IPV6_JOIN_GROUP', 'IPV6_LEAVE_GROUP', 'SO_DETACH_BPF', 'SO_GET_FILTER'];
  const names = Object.keys(catalogue).filter((name) => /^[A-Z]/.test(name) && !aliases.includes(name));
  expect(documented.sort()).toEqual(names.sort());
});
