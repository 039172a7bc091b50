// Membership of groups, and whose packets to them are let through: on loopback, with a datagram for each question. Loopback has no
// route for groups of IPv6: there it is /proc/net/igmp6 that tells.
import { readFileSync } from 'node:fs';
import * as sys from 'sys-socket';
import {
  AF_INET,
  AF_INET6,
  type Fd,
  IPPROTO_IP,
  IPPROTO_IPV6,
  type Result,
  SOCK_DGRAM,
  setsockopt,
  sockaddr_in,
  sockaddr_in6,
  unwrap,
} from 'sys-socket';
import { describe, expect, it } from 'vitest';
import { name_of, open } from '../support/sockets.js';

const group = '239.7.8.9';
const [here, there] = ['127.0.0.1', '127.0.0.2'];
const lo = 1;

interface Hearer {
  /** Tells whether what is sent to the group from this address arrives. */
  hears(from: string): boolean;
  readonly fd: Fd;
}

function hearer(): Hearer {
  const fd = open(AF_INET, SOCK_DGRAM);
  unwrap(setsockopt(fd, IPPROTO_IP, sys.IP_MULTICAST_ALL, 0));
  unwrap(sys.bind(fd, sockaddr_in('0.0.0.0', 0)));
  const port = name_of(fd).sin_port ?? 0;
  return {
    fd,
    hears(from) {
      const sender = open(AF_INET, SOCK_DGRAM);
      unwrap(sys.bind(sender, sockaddr_in(from, 0)));
      unwrap(setsockopt(sender, IPPROTO_IP, sys.IP_MULTICAST_IF, here));
      unwrap(sys.sendto(sender, Buffer.from('?'), 0, sockaddr_in(group, port)));
      const arrived = sys.recv(fd, new Uint8Array(8), sys.MSG_DONTWAIT);
      if (!arrived.ok) expect(arrived.error.code).toBe('EAGAIN');
      return arrived.ok;
    },
  };
}

const done = { ok: true, value: 0 };
const source = { imr_multiaddr: group, imr_interface: here, imr_sourceaddr: here };
const member = { imr_multiaddr: group, imr_address: '0.0.0.0', imr_ifindex: lo };
const any_member = { gr_interface: lo, gr_group: sockaddr_in(group, 0) };
const any_source = { gsr_interface: lo, gsr_group: sockaddr_in(group, 0), gsr_source: sockaddr_in(here, 0) };

describe('ip(7)', () => {
  it('IP_ADD_MEMBERSHIP lets all in, IP_DROP_MEMBERSHIP none', () => {
    const { fd, hears } = hearer();
    expect(hears(here)).toBe(false);
    expect(setsockopt(fd, IPPROTO_IP, sys.IP_ADD_MEMBERSHIP, member)).toEqual(done);
    expect(hears(here)).toBe(true);
    expect(setsockopt(fd, IPPROTO_IP, sys.IP_ADD_MEMBERSHIP, member)).toMatchObject({ error: { code: 'EADDRINUSE' } });
    expect(setsockopt(fd, IPPROTO_IP, sys.IP_DROP_MEMBERSHIP, member)).toEqual(done);
    expect(hears(here)).toBe(false);
    expect(setsockopt(fd, IPPROTO_IP, sys.IP_DROP_MEMBERSHIP, member)).toMatchObject({
      error: { code: 'EADDRNOTAVAIL' },
    });
  });

  it('the interface may be said by its address', () => {
    const { fd, hears } = hearer();
    const by_address = { ...member, imr_address: here, imr_ifindex: 0 };
    expect(setsockopt(fd, IPPROTO_IP, sys.IP_ADD_MEMBERSHIP, by_address)).toEqual(done);
    expect(hears(here)).toBe(true);
  });

  it('the membership may be the older struct, ip_mreq, or say its index alone', () => {
    for (const one of [
      { imr_multiaddr: group, imr_interface: here },
      { imr_multiaddr: group, imr_ifindex: lo },
    ]) {
      const { fd, hears } = hearer();
      expect(setsockopt(fd, IPPROTO_IP, sys.IP_ADD_MEMBERSHIP, one)).toEqual(done);
      expect(hears(here)).toBe(true);
      expect(setsockopt(fd, IPPROTO_IP, sys.IP_DROP_MEMBERSHIP, one)).toEqual(done);
      expect(hears(here)).toBe(false);
    }
  });

  it.each([
    ['in_addr', here, here],
    ['ip_mreqn, by index', { imr_ifindex: lo }, '0.0.0.0'],
    ['ip_mreqn, in full', { imr_multiaddr: '0.0.0.0', imr_address: here, imr_ifindex: lo }, here],
    ['ip_mreq', { imr_multiaddr: group, imr_interface: here }, here],
  ])('IP_MULTICAST_IF takes %s: datagrams leave by it', (_shape, by, reads) => {
    const { fd } = hearer();
    unwrap(setsockopt(fd, IPPROTO_IP, sys.IP_ADD_MEMBERSHIP, member));
    const sender = open(AF_INET, SOCK_DGRAM);
    expect(setsockopt(sender, IPPROTO_IP, sys.IP_MULTICAST_IF, by)).toEqual(done);
    expect(unwrap(sys.getsockopt(sender, IPPROTO_IP, sys.IP_MULTICAST_IF))).toBe(reads);
    unwrap(sys.sendto(sender, Buffer.from('?'), 0, sockaddr_in(group, name_of(fd).sin_port ?? 0)));
    expect(sys.recv(fd, new Uint8Array(8), sys.MSG_DONTWAIT)).toEqual({ ok: true, value: 1 });
  });

  it('IP_MULTICAST_IF is refused by the kernel when there is no such interface, and by us when it is no shape of C', () => {
    const set = (by: unknown) =>
      Reflect.apply(setsockopt, undefined, [open(AF_INET, SOCK_DGRAM), 0, sys.IP_MULTICAST_IF, by]);
    expect(set({ imr_ifindex: 0x7fff_fff0 })).toMatchObject({ error: { code: 'EADDRNOTAVAIL' } });
    expect(() => set(1)).toThrow('setsockopt: optval must be an object, got number');
    expect(() => set({ imr_ifindex: '1' })).toThrow('setsockopt: optval.imr_ifindex must be a number');
    expect(() => set({ imr_interface: 'lo' })).toThrow('setsockopt: optval.imr_interface must be an IPv4 address');
  });

  it('what is no group: EINVAL', () => {
    const wrong = { ...member, imr_multiaddr: '10.0.0.1' };
    expect(setsockopt(hearer().fd, IPPROTO_IP, sys.IP_ADD_MEMBERSHIP, wrong)).toMatchObject({
      error: { code: 'EINVAL' },
    });
  });

  it('IP_ADD_SOURCE_MEMBERSHIP lets one source in, IP_DROP_SOURCE_MEMBERSHIP out again', () => {
    const { fd, hears } = hearer();
    expect(setsockopt(fd, IPPROTO_IP, sys.IP_ADD_SOURCE_MEMBERSHIP, source)).toEqual(done);
    expect([hears(here), hears(there)]).toEqual([true, false]);
    expect(setsockopt(fd, IPPROTO_IP, sys.IP_DROP_SOURCE_MEMBERSHIP, source)).toEqual(done);
    expect([hears(here), hears(there)]).toEqual([false, false]);
  });

  it('IP_BLOCK_SOURCE keeps one source out, IP_UNBLOCK_SOURCE lets it in again', () => {
    const { fd, hears } = hearer();
    unwrap(setsockopt(fd, IPPROTO_IP, sys.IP_ADD_MEMBERSHIP, member));
    expect(setsockopt(fd, IPPROTO_IP, sys.IP_BLOCK_SOURCE, source)).toEqual(done);
    expect([hears(here), hears(there)]).toEqual([false, true]);
    expect(setsockopt(fd, IPPROTO_IP, sys.IP_UNBLOCK_SOURCE, source)).toEqual(done);
    expect([hears(here), hears(there)]).toEqual([true, true]);
  });

  it('IP_MSFILTER says all the sources at once', () => {
    const { fd, hears } = hearer();
    const filter = { imsf_multiaddr: group, imsf_interface: here, imsf_slist: [there] };
    unwrap(setsockopt(fd, IPPROTO_IP, sys.IP_ADD_MEMBERSHIP, { ...member, imr_address: here, imr_ifindex: 0 }));
    expect(setsockopt(fd, IPPROTO_IP, sys.IP_MSFILTER, { ...filter, imsf_fmode: sys.MCAST_EXCLUDE })).toEqual(done);
    expect([hears(here), hears(there)]).toEqual([true, false]);
    expect(setsockopt(fd, IPPROTO_IP, sys.IP_MSFILTER, { ...filter, imsf_fmode: sys.MCAST_INCLUDE })).toEqual(done);
    expect([hears(here), hears(there)]).toEqual([false, true]);
  });
});

describe('RFC 3678, on IPv4', () => {
  it('MCAST_JOIN_GROUP, MCAST_BLOCK_SOURCE, MCAST_UNBLOCK_SOURCE, MCAST_LEAVE_GROUP', () => {
    const { fd, hears } = hearer();
    expect(setsockopt(fd, IPPROTO_IP, sys.MCAST_JOIN_GROUP, any_member)).toEqual(done);
    expect([hears(here), hears(there)]).toEqual([true, true]);
    expect(setsockopt(fd, IPPROTO_IP, sys.MCAST_BLOCK_SOURCE, any_source)).toEqual(done);
    expect([hears(here), hears(there)]).toEqual([false, true]);
    expect(setsockopt(fd, IPPROTO_IP, sys.MCAST_UNBLOCK_SOURCE, any_source)).toEqual(done);
    expect([hears(here), hears(there)]).toEqual([true, true]);
    expect(setsockopt(fd, IPPROTO_IP, sys.MCAST_LEAVE_GROUP, any_member)).toEqual(done);
    expect([hears(here), hears(there)]).toEqual([false, false]);
  });

  it('MCAST_JOIN_SOURCE_GROUP and MCAST_LEAVE_SOURCE_GROUP', () => {
    const { fd, hears } = hearer();
    expect(setsockopt(fd, IPPROTO_IP, sys.MCAST_JOIN_SOURCE_GROUP, any_source)).toEqual(done);
    expect([hears(here), hears(there)]).toEqual([true, false]);
    expect(setsockopt(fd, IPPROTO_IP, sys.MCAST_LEAVE_SOURCE_GROUP, any_source)).toEqual(done);
    expect([hears(here), hears(there)]).toEqual([false, false]);
  });

  it('MCAST_MSFILTER', () => {
    const { fd, hears } = hearer();
    unwrap(setsockopt(fd, IPPROTO_IP, sys.MCAST_JOIN_GROUP, any_member));
    const gf_slist = [sockaddr_in(here, 0)];
    const filter = { gf_interface: lo, gf_group: sockaddr_in(group, 0), gf_fmode: sys.MCAST_EXCLUDE, gf_slist };
    expect(setsockopt(fd, IPPROTO_IP, sys.MCAST_MSFILTER, filter)).toEqual(done);
    expect([hears(here), hears(there)]).toEqual([false, true]);
  });
});

describe('IPv6', () => {
  const group6 = 'ff11::7:8:9';
  const member6 = { ipv6mr_multiaddr: group6, ipv6mr_interface: lo };
  const any6 = { gr_interface: lo, gr_group: sockaddr_in6(group6, 0) };

  const ways: readonly (readonly [string, (fd: Fd) => Result<0, unknown>, (fd: Fd) => Result<0, unknown>])[] = [
    [
      'IPV6_ADD_MEMBERSHIP and IPV6_DROP_MEMBERSHIP',
      (fd) => setsockopt(fd, IPPROTO_IPV6, sys.IPV6_ADD_MEMBERSHIP, member6),
      (fd) => setsockopt(fd, IPPROTO_IPV6, sys.IPV6_DROP_MEMBERSHIP, member6),
    ],
    [
      'IPV6_JOIN_GROUP and IPV6_LEAVE_GROUP',
      (fd) => setsockopt(fd, IPPROTO_IPV6, sys.IPV6_JOIN_GROUP, member6),
      (fd) => setsockopt(fd, IPPROTO_IPV6, sys.IPV6_LEAVE_GROUP, member6),
    ],
    [
      'MCAST_JOIN_GROUP and MCAST_LEAVE_GROUP',
      (fd) => setsockopt(fd, IPPROTO_IPV6, sys.MCAST_JOIN_GROUP, any6),
      (fd) => setsockopt(fd, IPPROTO_IPV6, sys.MCAST_LEAVE_GROUP, any6),
    ],
  ];

  it.each(ways)('%s', (_name, join, leave) => {
    const fd = open(AF_INET6, SOCK_DGRAM);
    const joined = () => /^1\s+lo\s+ff110000000000000000000700080009 /m.test(readFileSync('/proc/net/igmp6', 'utf8'));
    expect(joined()).toBe(false);
    expect(join(fd)).toEqual(done);
    expect(joined()).toBe(true);
    expect(leave(fd)).toEqual(done);
    expect(joined()).toBe(false);
  });
});

describe('a value that is not one', () => {
  it('throws, and names the field', () => {
    const { fd } = hearer();
    expect(() => setsockopt(fd, IPPROTO_IP, sys.IP_ADD_MEMBERSHIP, { ...member, imr_multiaddr: 'group' })).toThrow(
      new RangeError('setsockopt: optval.imr_multiaddr must be an IPv4 address, got "group"'),
    );
    const filter = { imsf_multiaddr: group, imsf_interface: here, imsf_fmode: 1, imsf_slist: [here, 'x'] };
    expect(() => setsockopt(fd, IPPROTO_IP, sys.IP_MSFILTER, filter)).toThrow(
      new RangeError('setsockopt: optval.imsf_slist[1] must be an IPv4 address, got "x"'),
    );
    const wrong = () =>
      // @ts-expect-error: bytes are no address
      setsockopt(fd, IPPROTO_IP, sys.MCAST_JOIN_GROUP, { gr_interface: 1, gr_group: new Uint8Array(16) });
    expect(wrong).toThrow(new TypeError('setsockopt: optval.gr_group must be a SockAddr'));
  });

  it('is refused to be read where the kernel would go by its count', () => {
    // @ts-expect-error: it is write-only
    expect(() => sys.getsockopt(hearer().fd, IPPROTO_IP, sys.IP_MSFILTER)).toThrow(RangeError);
  });
});
