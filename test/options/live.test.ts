// Options whose value is of something that happened: a connection, a group that was joined, a socket under repair.
import { readFileSync, readlinkSync } from 'node:fs';
import * as sys from 'sys-socket';
import {
  AF_INET,
  AF_INET6,
  type Fd,
  getsockopt,
  IPPROTO_IP,
  IPPROTO_IPV6,
  IPPROTO_TCP,
  SOCK_DGRAM,
  SOCK_RAW,
  SOCK_STREAM,
  SOL_MPTCP,
  SOL_NETLINK,
  SOL_SOCKET,
  SOL_XDP,
  setsockopt,
  sockaddr_in,
  sockaddr_in6,
  unwrap,
} from 'sys-socket';
import { describe, expect, it } from 'vitest';
import { in6_flowlabel_req } from '../../src/options/ipv6-structs.js';
import { closing, impatient, listener, name_of, open, pair, tcp_pair } from '../support/sockets.js';
import { again } from '../sys/kit.js';
import { may_force, older_than } from './kit.js';

const admin = may_force() ? '' : ' (skipped: it takes CAP_NET_ADMIN)';
const families = [
  ['v4', AF_INET],
  ['v6', AF_INET6],
] as const;

describe('socket(7)', () => {
  it.each(families)('SO_COOKIE of %s is of one socket alone, SO_NETNS_COOKIE of all of them', (_name, family) => {
    const [a, b] = [open(family), open(family)];
    const cookie = (fd: Fd) => unwrap(getsockopt(fd, SOL_SOCKET, sys.SO_COOKIE));
    expect(cookie(a)).toBe(cookie(a));
    expect(cookie(a)).not.toBe(cookie(b));
    const namespace = (fd: Fd) => unwrap(getsockopt(fd, SOL_SOCKET, sys.SO_NETNS_COOKIE));
    expect(namespace(a)).toBe(namespace(b));
    expect(namespace(a)).toBeGreaterThan(0n);
  });

  it.each(families)('SO_MEMINFO of %s has the buffers that SO_RCVBUF and SO_SNDBUF say', (_name, family) => {
    const fd = open(family);
    const { rcvbuf, sndbuf, drops } = unwrap(getsockopt(fd, SOL_SOCKET, sys.SO_MEMINFO));
    expect(rcvbuf).toBe(unwrap(getsockopt(fd, SOL_SOCKET, sys.SO_RCVBUF)));
    expect(sndbuf).toBe(unwrap(getsockopt(fd, SOL_SOCKET, sys.SO_SNDBUF)));
    expect(drops).toBe(0);
  });

  it('SO_PEERGROUPS is the groups of this process, at both ends of a pair', () => {
    const [, groups = ''] = /^Groups:[ \t]*(.*)$/m.exec(readFileSync('/proc/self/status', 'utf8')) ?? [];
    const mine = groups.trim() === '' ? [] : groups.trim().split(/\s+/).map(Number);
    for (const fd of pair()) expect(unwrap(getsockopt(fd, SOL_SOCKET, sys.SO_PEERGROUPS))).toEqual(mine);
  });

  const pidfd = older_than('6.5') ? ' (skipped: it is of Linux 6.5)' : '';
  it.skipIf(pidfd)(`SO_PEERPIDFD is this process${pidfd}`, () => {
    const fd = closing(unwrap(getsockopt(pair()[0], SOL_SOCKET, sys.SO_PEERPIDFD)));
    expect(readlinkSync(`/proc/self/fd/${fd}`)).toMatch(/pidfd/);
  });

  it('SO_RESERVE_MEM: EOPNOTSUPP where no memory cgroup accounts for sockets, else it reads back', () => {
    const fd = open();
    const set = setsockopt(fd, SOL_SOCKET, sys.SO_RESERVE_MEM, 4096);
    if (set.ok) expect(unwrap(getsockopt(fd, SOL_SOCKET, sys.SO_RESERVE_MEM))).toBeGreaterThanOrEqual(4096);
    else expect(set.error.code).toBe('EOPNOTSUPP');
  });
});

describe('tcp(7)', () => {
  it.each(families)('TCP_SAVED_SYN of %s is the headers of the SYN, once', (_name, family) => {
    const { fd, addr } = listener(family);
    unwrap(setsockopt(fd, IPPROTO_TCP, sys.TCP_SAVE_SYN, 1));
    unwrap(sys.connect(open(family), addr));
    const conn = closing(impatient(unwrap(sys.accept(fd))));
    const syn = unwrap(getsockopt(conn, IPPROTO_TCP, sys.TCP_SAVED_SYN));
    expect((syn[0] ?? 0) >> 4, 'the version of IP').toBe(family === AF_INET ? 4 : 6);
    const header = family === AF_INET ? 20 : 40;
    expect((syn[header + 13] ?? 0) & 0x3f, 'the flags of TCP').toBe(0x02);
    expect(unwrap(getsockopt(conn, IPPROTO_TCP, sys.TCP_SAVED_SYN)).length).toBe(0);
  });

  it.each(families)(
    'TCP_MD5SIG of %s: with one key on both sides they connect, with two they do not',
    (_name, family) => {
      const peer = family === AF_INET ? sockaddr_in('127.0.0.1', 0) : sockaddr_in6('::1', 0);
      const sign = (fd: Fd, key: string) =>
        unwrap(setsockopt(fd, IPPROTO_TCP, sys.TCP_MD5SIG, { tcpm_addr: peer, tcpm_key: Buffer.from(key) }));
      const { fd, addr } = listener(family);
      sign(fd, 'secret');
      const in_time = () => {
        const stranger = open(family);
        unwrap(setsockopt(stranger, SOL_SOCKET, sys.SO_SNDTIMEO, { tv_sec: 0, tv_usec: 50_000 }));
        sign(stranger, 'another');
        return sys.connect(stranger, addr);
      };
      expect(again(in_time)).toMatchObject({ error: { code: 'EINPROGRESS' } });
      const friend = open(family);
      sign(friend, 'secret');
      expect(sys.connect(friend, addr)).toEqual({ ok: true, value: 0 });
    },
  );

  it.each(families)('TCP_MD5SIG_EXT of %s takes the key of a prefix', (_name, family) => {
    const tcpm_addr = family === AF_INET ? sockaddr_in('127.0.0.0', 0) : sockaddr_in6('::', 0);
    const key = {
      tcpm_addr,
      tcpm_key: Buffer.from('secret'),
      tcpm_flags: sys.TCP_MD5SIG_FLAG_PREFIX,
      tcpm_prefixlen: 8,
    };
    const { fd, addr } = listener(family);
    unwrap(setsockopt(fd, IPPROTO_TCP, sys.TCP_MD5SIG_EXT, key));
    const friend = open(family);
    unwrap(setsockopt(friend, IPPROTO_TCP, sys.TCP_MD5SIG_EXT, key));
    expect(sys.connect(friend, addr)).toEqual({ ok: true, value: 0 });
  });

  it('TCP_MD5SIG refuses a key that is too long before the kernel sees it', () => {
    const key = { tcpm_addr: sockaddr_in('127.0.0.1', 0), tcpm_key: new Uint8Array(81) };
    expect(() => setsockopt(open(), IPPROTO_TCP, sys.TCP_MD5SIG, key)).toThrow(
      new RangeError('setsockopt: optval.tcpm_key must be 80 bytes at most, got 81'),
    );
  });

  it.skipIf(admin).each(families)(
    `TCP_REPAIR moves one end of %s into another socket, and the peer notices nothing${admin}`,
    (_name, family) => {
      const listening = listener(family);
      const client = open(family);
      // A port that connect(2) chooses may be one that a connection to elsewhere has too, or had: bind(2) would refuse it below.
      unwrap(sys.bind(client, family === AF_INET ? sockaddr_in('127.0.0.1', 0) : sockaddr_in6('::1', 0)));
      unwrap(sys.connect(client, listening.addr));
      const server = closing(impatient(unwrap(sys.accept(listening.fd))));
      const [local, remote] = [name_of(client), name_of(server)];
      unwrap(sys.send(client, Buffer.from('before '), 0));
      unwrap(sys.recv(server, new Uint8Array(16), 0));

      const on = (fd: Fd) => unwrap(setsockopt(fd, IPPROTO_TCP, sys.TCP_REPAIR, sys.TCP_REPAIR_ON));
      const seq = (fd: Fd, queue: number, value?: number): number => {
        unwrap(setsockopt(fd, IPPROTO_TCP, sys.TCP_REPAIR_QUEUE, queue));
        expect(unwrap(getsockopt(fd, IPPROTO_TCP, sys.TCP_REPAIR_QUEUE))).toBe(queue);
        if (value !== undefined) unwrap(setsockopt(fd, IPPROTO_TCP, sys.TCP_QUEUE_SEQ, value));
        return unwrap(getsockopt(fd, IPPROTO_TCP, sys.TCP_QUEUE_SEQ));
      };
      on(client);
      const [out, into] = [seq(client, sys.TCP_SEND_QUEUE), seq(client, sys.TCP_RECV_QUEUE)];
      const window = unwrap(getsockopt(client, IPPROTO_TCP, sys.TCP_REPAIR_WINDOW));
      const clock = unwrap(getsockopt(client, IPPROTO_TCP, sys.TCP_TIMESTAMP));
      const info = unwrap(getsockopt(client, IPPROTO_TCP, sys.TCP_INFO));
      unwrap(sys.close(client));

      const moved = open(family);
      on(moved);
      unwrap(setsockopt(moved, SOL_SOCKET, sys.SO_REUSEADDR, 1));
      expect(seq(moved, sys.TCP_SEND_QUEUE, out)).toBe(out);
      expect(seq(moved, sys.TCP_RECV_QUEUE, into)).toBe(into);
      unwrap(sys.bind(moved, local));
      unwrap(sys.connect(moved, remote));
      unwrap(
        setsockopt(moved, IPPROTO_TCP, sys.TCP_REPAIR_OPTIONS, [
          { opt_code: 2, opt_val: info.tcpi_snd_mss },
          { opt_code: 3, opt_val: info.tcpi_snd_wscale | (info.tcpi_rcv_wscale << 16) },
          { opt_code: 4, opt_val: 0 },
          { opt_code: 8, opt_val: 0 },
        ]),
      );
      unwrap(setsockopt(moved, IPPROTO_TCP, sys.TCP_TIMESTAMP, clock));
      unwrap(setsockopt(moved, IPPROTO_TCP, sys.TCP_REPAIR_WINDOW, window));
      expect(unwrap(getsockopt(moved, IPPROTO_TCP, sys.TCP_REPAIR_WINDOW))).toEqual(window);
      unwrap(setsockopt(moved, IPPROTO_TCP, sys.TCP_REPAIR, sys.TCP_REPAIR_OFF));

      unwrap(sys.send(moved, Buffer.from('after'), 0));
      const buf = Buffer.alloc(16);
      expect(buf.toString('latin1', 0, unwrap(sys.recv(server, buf, 0)))).toBe('after');
    },
  );
});

describe('Multipath TCP', () => {
  const made = sys.socket(AF_INET, SOCK_STREAM, sys.IPPROTO_MPTCP);
  if (made.ok) sys.close(made.value);
  const lacking = made.ok ? '' : ` (skipped: socket(2) says ${made.error.code} here)`;

  it.skipIf(lacking).each(families)(`tells of its one path over %s${lacking}`, (_name, family) => {
    const server = open(family, SOCK_STREAM, sys.IPPROTO_MPTCP);
    unwrap(sys.bind(server, family === AF_INET ? sockaddr_in('127.0.0.1', 0) : sockaddr_in6('::1', 0)));
    unwrap(sys.listen(server, 1));
    const client = open(family, SOCK_STREAM, sys.IPPROTO_MPTCP);
    unwrap(sys.connect(client, name_of(server)));
    const conn = closing(impatient(unwrap(sys.accept(server))));
    unwrap(sys.send(client, Buffer.from('hello'), 0));
    unwrap(sys.recv(conn, new Uint8Array(5), 0));

    const info = unwrap(getsockopt(client, SOL_MPTCP, sys.MPTCP_INFO));
    expect(info.mptcpi_flags & sys.MPTCP_INFO_FLAG_FALLBACK).toBe(0);
    expect(info.mptcpi_subflows, 'beside the first').toBe(0);
    const paths = unwrap(getsockopt(client, SOL_MPTCP, sys.MPTCP_SUBFLOW_ADDRS));
    expect(paths.map(({ local, remote }) => [String(local), String(remote)])).toEqual([
      [String(name_of(client)), String(name_of(server))],
    ]);
    const infos = unwrap(getsockopt(client, SOL_MPTCP, sys.MPTCP_TCPINFO));
    expect(infos.map(({ tcpi_state }) => tcpi_state)).toEqual([sys.TCP_ESTABLISHED]);
  });
});

describe('ipv6(7)', () => {
  it('IPV6_ADDRFORM makes an IPv4 socket of one that is connected to a mapped address', () => {
    const { addr } = listener(AF_INET);
    const fd = open(AF_INET6);
    unwrap(sys.connect(fd, sockaddr_in6('::ffff:127.0.0.1', addr.sin_port ?? 0)));
    expect(unwrap(getsockopt(fd, IPPROTO_IPV6, sys.IPV6_ADDRFORM))).toBe(AF_INET6);
    unwrap(setsockopt(fd, IPPROTO_IPV6, sys.IPV6_ADDRFORM, AF_INET));
    expect(unwrap(getsockopt(fd, SOL_SOCKET, sys.SO_DOMAIN))).toBe(AF_INET);
  });

  it('IPV6_PATHMTU is of the path', () => {
    const { client } = tcp_pair(AF_INET6);
    const { ip6m_mtu } = unwrap(getsockopt(client, IPPROTO_IPV6, sys.IPV6_PATHMTU));
    expect(ip6m_mtu).toBe(unwrap(getsockopt(client, IPPROTO_IPV6, sys.IPV6_MTU)));
  });

  it('IPV6_FLOWLABEL_MGR leases a label that the kernel chose, for one lessee', () => {
    const lease = {
      flr_dst: '::1',
      flr_label: 0, // the kernel writes the one that it chose into the bytes: a label of our own may be another process's
      flr_action: sys.IPV6_FL_A_GET,
      flr_share: sys.IPV6_FL_S_EXCL,
      flr_flags: sys.IPV6_FL_F_CREATE,
      flr_expires: 0,
      flr_linger: 0,
    };
    const fd = open(AF_INET6, SOCK_DGRAM);
    const bytes = in6_flowlabel_req.encode(lease, 'lease');
    expect(setsockopt(fd, IPPROTO_IPV6, sys.IPV6_FLOWLABEL_MGR, bytes)).toEqual({ ok: true, value: 0 });
    const { flr_label } = in6_flowlabel_req.decode(bytes);
    expect(flr_label).toBeGreaterThan(0);
    const other = open(AF_INET6, SOCK_DGRAM);
    const taken = { ...lease, flr_label };
    expect(setsockopt(other, IPPROTO_IPV6, sys.IPV6_FLOWLABEL_MGR, taken)).toMatchObject({ error: { code: 'EPERM' } });
    unwrap(setsockopt(fd, IPPROTO_IPV6, sys.IPV6_FLOWINFO_SEND, 1));
    unwrap(sys.connect(fd, sockaddr_in6('::1', 9, 0, flr_label)));
    expect(unwrap(getsockopt(fd, IPPROTO_IPV6, sys.IPV6_FLOWLABEL_MGR))).toMatchObject({ flr_label, flr_dst: '::1' });
    unwrap(setsockopt(fd, IPPROTO_IPV6, sys.IPV6_FLOWLABEL_MGR, { ...taken, flr_action: sys.IPV6_FL_A_PUT }));
  });

  it.skipIf(admin)(
    `IPV6_JOIN_ANYCAST takes an address of the interface's network, IPV6_LEAVE_ANYCAST one that was joined${admin}`,
    () => {
      const fd = open(AF_INET6, SOCK_DGRAM);
      const elsewhere = { ipv6mr_multiaddr: '2001:db8::99', ipv6mr_interface: 1 };
      const refused = (code: string) => ({ ok: false, error: { code } });
      expect(setsockopt(fd, IPPROTO_IPV6, sys.IPV6_JOIN_ANYCAST, elsewhere)).toMatchObject(refused('EADDRNOTAVAIL'));
      const many = { ipv6mr_multiaddr: 'ff11::1', ipv6mr_interface: 1 };
      expect(setsockopt(fd, IPPROTO_IPV6, sys.IPV6_JOIN_ANYCAST, many)).toMatchObject(refused('EINVAL'));
      expect(setsockopt(fd, IPPROTO_IPV6, sys.IPV6_LEAVE_ANYCAST, elsewhere)).toMatchObject(refused('ENOENT'));
    },
  );

  it.skipIf(admin)(`IP_ROUTER_ALERT and IPV6_ROUTER_ALERT of raw sockets${admin}`, () => {
    const v4 = open(AF_INET, SOCK_RAW, sys.IPPROTO_UDP);
    unwrap(setsockopt(v4, IPPROTO_IP, sys.IP_ROUTER_ALERT, 1));
    const v6 = open(AF_INET6, SOCK_RAW, sys.IPPROTO_RAW);
    unwrap(setsockopt(v6, IPPROTO_IPV6, sys.IPV6_ROUTER_ALERT, 7));
  });
});

describe('netlink(7)', () => {
  it('NETLINK_ADD_MEMBERSHIP and NETLINK_DROP_MEMBERSHIP show in NETLINK_LIST_MEMBERSHIPS', () => {
    const fd = open(sys.AF_NETLINK, SOCK_RAW, 0);
    const groups = () => unwrap(getsockopt(fd, SOL_NETLINK, sys.NETLINK_LIST_MEMBERSHIPS))[0] ?? 0; // none until the first
    expect(groups()).toBe(0);
    unwrap(setsockopt(fd, SOL_NETLINK, sys.NETLINK_ADD_MEMBERSHIP, 1)); // RTNLGRP_LINK
    expect(groups()).toBe(1);
    unwrap(setsockopt(fd, SOL_NETLINK, sys.NETLINK_DROP_MEMBERSHIP, 1));
    expect(groups()).toBe(0);
  });
});

describe('AF_XDP', () => {
  const made = sys.socket(sys.AF_XDP, SOCK_RAW, 0);
  if (made.ok) sys.close(made.value);
  const lacking = made.ok ? '' : ` (skipped: socket(2) says ${made.error.code} here)`;

  it.skipIf(lacking)(`says where the parts of its rings are${lacking}`, () => {
    const fd = closing(unwrap(sys.socket(sys.AF_XDP, SOCK_RAW, 0)));
    const offsets = unwrap(getsockopt(fd, SOL_XDP, sys.XDP_MMAP_OFFSETS));
    for (const { producer, consumer, desc, flags } of Object.values(offsets)) {
      expect(producer).toBeLessThan(consumer);
      expect(consumer).toBeLessThan(flags);
      expect(flags).toBeLessThan(desc);
    }
    expect(unwrap(getsockopt(fd, SOL_XDP, sys.XDP_OPTIONS))).toEqual({ flags: 0 });
    expect(unwrap(getsockopt(fd, SOL_XDP, sys.XDP_STATISTICS))).toMatchObject({ rx_dropped: 0, rx_invalid_descs: 0 });
  });
});

describe('filters of a group, and rings', () => {
  it.each(families)(
    'SO_ATTACH_REUSEPORT_CBPF of %s chooses the socket, until SO_DETACH_REUSEPORT_BPF',
    (_name, family) => {
      const any = family === AF_INET ? sockaddr_in('127.0.0.1', 0) : sockaddr_in6('::1', 0);
      const member = (addr: sys.SockAddr) => {
        const fd = open(family, SOCK_DGRAM);
        unwrap(setsockopt(fd, SOL_SOCKET, sys.SO_REUSEPORT, 1));
        unwrap(sys.bind(fd, addr));
        return fd;
      };
      const first = member(any);
      const addr = name_of(first);
      const second = member(addr);
      unwrap(setsockopt(first, SOL_SOCKET, sys.SO_ATTACH_REUSEPORT_CBPF, sys.parse_bpf('1\n6 0 0 1'))); // return 1
      const sender = open(family, SOCK_DGRAM);
      const arrived = (fd: Fd) => sys.recv(fd, new Uint8Array(8), sys.MSG_DONTWAIT).ok;
      for (let i = 0; i < 8; i++) unwrap(sys.sendto(open(family, SOCK_DGRAM), Buffer.from('?'), 0, addr));
      expect(arrived(first)).toBe(false);
      for (let i = 0; i < 8; i++) expect(arrived(second)).toBe(true);
      expect(setsockopt(first, SOL_SOCKET, sys.SO_DETACH_REUSEPORT_BPF, 0)).toEqual({ ok: true, value: 0 });
      const again = setsockopt(first, SOL_SOCKET, sys.SO_DETACH_REUSEPORT_BPF, 0);
      expect(again).toMatchObject({ error: { code: 'ENOENT' } });
      const none = setsockopt(sender, SOL_SOCKET, sys.SO_ATTACH_REUSEPORT_EBPF, 999_999);
      expect(none, 'no program').toMatchObject({ error: { code: 'EBADF' } });
    },
  );

  it.skipIf(admin)(`PACKET_COPY_THRESH is set on a packet socket${admin}`, () => {
    const fd = open(sys.AF_PACKET, SOCK_RAW, 0);
    expect(setsockopt(fd, sys.SOL_PACKET, sys.PACKET_COPY_THRESH, 128)).toEqual({ ok: true, value: 0 });
  });
});

it('SO_ORIGINAL_DST and IP6T_SO_ORIGINAL_DST tell of a connection that netfilter follows, and of no other', () => {
  // ENOENT: not followed. ENOPROTOOPT: this kernel follows none.
  const refused = (result: sys.Result<unknown, sys.SysError>) =>
    !result.ok && /^(ENOENT|ENOPROTOOPT)$/.test(result.error.code);
  const v4 = getsockopt(tcp_pair(AF_INET).server, IPPROTO_IP, sys.SO_ORIGINAL_DST);
  const v6 = getsockopt(tcp_pair(AF_INET6).server, IPPROTO_IPV6, sys.IP6T_SO_ORIGINAL_DST);
  expect([refused(v4), refused(v6)]).toEqual([true, true]);
});
