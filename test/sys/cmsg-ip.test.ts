// The control messages of ip(7), ipv6(7) and udp(7), sent and received over loopback.
import {
  AF_INET,
  AF_INET6,
  bind,
  cmsg,
  cmsg_value,
  connect,
  define_cmsg,
  define_option,
  flag,
  IP_PKTINFO,
  IP_RECVOPTS,
  IP_RECVORIGDSTADDR,
  IP_RECVTOS,
  IP_RECVTTL,
  IP_RETOPTS,
  IP_TOS,
  IP_TTL,
  IPPROTO_IP,
  IPPROTO_IPV6,
  IPPROTO_UDP,
  IPTOS_LOWDELAY,
  IPTOS_THROUGHPUT,
  IPV6_FLOWINFO,
  IPV6_HOPLIMIT,
  IPV6_PKTINFO,
  IPV6_RECVHOPLIMIT,
  IPV6_RECVORIGDSTADDR,
  IPV6_RECVPKTINFO,
  IPV6_RECVTCLASS,
  IPV6_TCLASS,
  int,
  MSG_DONTWAIT,
  own,
  recvmsg,
  SO_MARK,
  SO_RCVBUF,
  SO_RCVMARK,
  SO_RXQ_OVFL,
  SOCK_DGRAM,
  SOL_SOCKET,
  send,
  sendmsg,
  setsockopt,
  sockaddr_in,
  sockaddr_in6,
  socket,
  UDP_GRO,
  UDP_SEGMENT,
  unwrap,
} from 'sys-socket';
import { describe, expect, it } from 'vitest';
import { name_of, open } from '../support/sockets.js';
import { datagrams, give, loopback, take } from './datagrams.js';
import { ok, refused } from './kit.js';

const hello = Buffer.from('HELLO-WORLD');

describe('without the options that ask for them', () => {
  it.each([AF_INET, AF_INET6])('no control message arrives (family %i)', (family) => {
    const { fd, addr } = datagrams(family);
    unwrap(give(fd, addr, hello));
    expect(take(fd)).toMatchObject({ received: 11, msg_flags: 0, msg_control: [] });
  });
});

describe('IP_PKTINFO', () => {
  it('says which address and interface a datagram arrived at', () => {
    const fd = open(AF_INET, SOCK_DGRAM);
    unwrap(bind(fd, sockaddr_in('0.0.0.0', 0)));
    unwrap(setsockopt(fd, IPPROTO_IP, IP_PKTINFO, 1));
    const { sin_port = 0 } = name_of(fd);
    for (const address of ['127.0.0.1', '127.0.0.42']) {
      unwrap(give(fd, sockaddr_in(address, sin_port), hello));
      const [arrived, ...more] = take(fd).msg_control;
      expect(arrived && cmsg_value(arrived, IPPROTO_IP, IP_PKTINFO)).toEqual({
        ipi_ifindex: loopback,
        ipi_spec_dst: address,
        ipi_addr: address,
      });
      expect(more).toEqual([]);
    }
  });

  it('sent, chooses the address that a datagram comes from', () => {
    const from = open(AF_INET, SOCK_DGRAM);
    const { fd, addr } = datagrams();
    const info = { ipi_ifindex: loopback, ipi_spec_dst: '127.0.0.3', ipi_addr: '0.0.0.0' };
    unwrap(give(from, addr, hello, cmsg(IPPROTO_IP, IP_PKTINFO, info)));
    expect(take(fd).from.sin_addr).toBe('127.0.0.3');
  });

  it('sent, may leave out what the route is to say: any field of C that is zero', () => {
    const from = open(AF_INET, SOCK_DGRAM);
    const { fd, addr } = datagrams();
    for (const info of [{ ipi_ifindex: loopback, ipi_spec_dst: '127.0.0.3' }, { ipi_spec_dst: '127.0.0.3' }]) {
      unwrap(give(from, addr, hello, cmsg(IPPROTO_IP, IP_PKTINFO, info)));
      expect(take(fd).from.sin_addr).toBe('127.0.0.3');
    }
    unwrap(give(from, addr, hello, cmsg(IPPROTO_IP, IP_PKTINFO, { ipi_ifindex: loopback })));
    expect(take(fd).from.sin_addr).toBe('127.0.0.1');
    expect(give(fd, addr, hello, cmsg(IPPROTO_IP, IP_PKTINFO, { ipi_ifindex: 0x7fff_ffff }))).toEqual(
      refused('sendmsg', 'ENODEV'),
    );
  });

  it('sent with an interface that there is not: ENODEV', () => {
    const { fd, addr } = datagrams();
    const info = { ipi_ifindex: 0x7fff_ffff, ipi_spec_dst: '0.0.0.0', ipi_addr: '0.0.0.0' };
    expect(give(fd, addr, hello, cmsg(IPPROTO_IP, IP_PKTINFO, info))).toEqual(refused('sendmsg', 'ENODEV'));
  });
});

describe('IP_TTL and IP_TOS', () => {
  function listening() {
    const { fd, addr } = datagrams();
    unwrap(setsockopt(fd, IPPROTO_IP, IP_RECVTTL, 1));
    unwrap(setsockopt(fd, IPPROTO_IP, IP_RECVTOS, 1));
    return { fd, addr };
  }

  function seen(fd: Parameters<typeof take>[0]) {
    const { msg_control } = take(fd);
    return {
      ttl: msg_control.map((arrived) => cmsg_value(arrived, IPPROTO_IP, IP_TTL)).find((ttl) => ttl !== undefined),
      tos: msg_control.map((arrived) => cmsg_value(arrived, IPPROTO_IP, IP_TOS)).find((tos) => tos !== undefined),
    };
  }

  it('of the socket are seen', () => {
    const { fd, addr } = listening();
    unwrap(setsockopt(fd, IPPROTO_IP, IP_TTL, 42));
    unwrap(setsockopt(fd, IPPROTO_IP, IP_TOS, IPTOS_LOWDELAY));
    unwrap(give(fd, addr, hello));
    expect(seen(fd)).toEqual({ ttl: 42, tos: IPTOS_LOWDELAY });
  });

  it('of one datagram are seen, and do not stay', () => {
    const { fd, addr } = listening();
    unwrap(setsockopt(fd, IPPROTO_IP, IP_TTL, 42));
    unwrap(give(fd, addr, hello, cmsg(IPPROTO_IP, IP_TTL, 7), cmsg(IPPROTO_IP, IP_TOS, IPTOS_THROUGHPUT)));
    unwrap(give(fd, addr, hello));
    expect(seen(fd)).toEqual({ ttl: 7, tos: IPTOS_THROUGHPUT });
    expect(seen(fd)).toEqual({ ttl: 42, tos: 0 });
  });

  it('IP_TOS arrives as one byte, and IP_TTL as an int', () => {
    const { fd, addr } = listening();
    unwrap(give(fd, addr, hello));
    const lengths = take(fd).msg_control.map(({ cmsg_type, cmsg_data }) => [cmsg_type, cmsg_data.length]);
    expect(lengths.sort()).toEqual([
      [IP_TOS, 1],
      [IP_TTL, 4],
    ]);
  });

  it('a TTL that is none is EINVAL', () => {
    const { fd, addr } = listening();
    for (const ttl of [0, 256, -1]) {
      expect(give(fd, addr, hello, cmsg(IPPROTO_IP, IP_TTL, ttl))).toEqual(refused('sendmsg', 'EINVAL'));
    }
  });
});

describe('IPV6_PKTINFO, IPV6_HOPLIMIT and IPV6_TCLASS', () => {
  it('of one datagram are seen', () => {
    const { fd, addr } = datagrams(AF_INET6);
    unwrap(setsockopt(fd, IPPROTO_IPV6, IPV6_RECVPKTINFO, 1));
    unwrap(setsockopt(fd, IPPROTO_IPV6, IPV6_RECVHOPLIMIT, 1));
    unwrap(setsockopt(fd, IPPROTO_IPV6, IPV6_RECVTCLASS, 1));
    const info = { ipi6_addr: '::1', ipi6_ifindex: loopback };
    unwrap(
      give(
        fd,
        addr,
        hello,
        cmsg(IPPROTO_IPV6, IPV6_PKTINFO, info),
        cmsg(IPPROTO_IPV6, IPV6_HOPLIMIT, 7),
        cmsg(IPPROTO_IPV6, IPV6_TCLASS, 0x20),
      ),
    );
    const { msg_control, from } = take(fd);
    expect(msg_control).toHaveLength(3);
    const values = msg_control.map(
      (arrived) =>
        cmsg_value(arrived, IPPROTO_IPV6, IPV6_PKTINFO) ??
        cmsg_value(arrived, IPPROTO_IPV6, IPV6_HOPLIMIT) ??
        cmsg_value(arrived, IPPROTO_IPV6, IPV6_TCLASS),
    );
    expect(values).toEqual(expect.arrayContaining([info, 7, 0x20]));
    expect(from.sin6_addr).toBe('::1');
  });

  it('an address that is not ours to send from is EINVAL', () => {
    const { fd, addr } = datagrams(AF_INET6);
    const info = { ipi6_addr: '2001:db8::1', ipi6_ifindex: 0 };
    expect(give(fd, addr, hello, cmsg(IPPROTO_IPV6, IPV6_PKTINFO, info))).toEqual(refused('sendmsg', 'EINVAL'));
  });

  it('IPV6_PKTINFO sent may leave out the address or the interface', () => {
    const { fd, addr } = datagrams(AF_INET6);
    for (const info of [{ ipi6_ifindex: loopback }, { ipi6_addr: '::1' }]) {
      unwrap(give(fd, addr, hello, cmsg(IPPROTO_IPV6, IPV6_PKTINFO, info)));
      expect(take(fd).from.sin6_addr).toBe('::1');
    }
  });

  it('IPV6_PKTINFO as an option holds for every datagram', () => {
    const from = open(AF_INET6, SOCK_DGRAM);
    const { fd, addr } = datagrams(AF_INET6);
    expect(setsockopt(from, IPPROTO_IPV6, IPV6_PKTINFO, { ipi6_addr: '::1', ipi6_ifindex: loopback })).toEqual(ok(0));
    unwrap(give(from, addr, hello));
    expect(take(fd).from.sin6_addr).toBe('::1');
  });
});

describe('UDP_SEGMENT', () => {
  it('makes of one sendmsg three datagrams', () => {
    const { fd, addr } = datagrams();
    const all = Buffer.from(Array.from({ length: 2500 }, (_, i) => i));
    expect(give(fd, addr, all, cmsg(IPPROTO_UDP, UDP_SEGMENT, 1000))).toEqual(ok(2500));
    const came = [take(fd), take(fd), take(fd)].map(({ bytes }) => bytes);
    expect(came.map(({ length }) => length)).toEqual([1000, 1000, 500]);
    expect(Buffer.concat(came).equals(all)).toBe(true);
    expect(recvmsg(fd, { msg_iov: [all] }, MSG_DONTWAIT)).toEqual(refused('recvmsg', 'EAGAIN'));
  });

  it('as an option does so with every send', () => {
    const { fd, addr } = datagrams();
    unwrap(setsockopt(fd, IPPROTO_UDP, UDP_SEGMENT, 4));
    unwrap(connect(fd, addr));
    expect(send(fd, hello)).toEqual(ok(11));
    expect([take(fd), take(fd), take(fd)].map(({ bytes }) => String(bytes))).toEqual(['HELL', 'O-WO', 'RLD']);
  });

  it('takes 16 bits, and the kernel no more than 64 segments before Linux 6.9, 128 since', () => {
    const { fd, addr } = datagrams();
    expect(() => cmsg(IPPROTO_UDP, UDP_SEGMENT, 0x1_0000)).toThrow(RangeError);
    expect(give(fd, addr, new Uint8Array(129), cmsg(IPPROTO_UDP, UDP_SEGMENT, 1))).toEqual(
      refused('sendmsg', 'EINVAL'),
    );
  });
});

describe('UDP_GRO', () => {
  it('hands three datagrams over as one, and says how long each is', () => {
    const { fd, addr } = datagrams();
    unwrap(setsockopt(fd, IPPROTO_UDP, UDP_GRO, 1));
    unwrap(give(fd, addr, new Uint8Array(2500), cmsg(IPPROTO_UDP, UDP_SEGMENT, 1000)));
    const { received, msg_control } = take(fd);
    expect(received).toBe(2500);
    expect(msg_control.map((arrived) => cmsg_value(arrived, IPPROTO_UDP, UDP_GRO))).toEqual([1000]);
  });

  it('says nothing of a datagram that came alone', () => {
    const { fd, addr } = datagrams();
    unwrap(setsockopt(fd, IPPROTO_UDP, UDP_GRO, 1));
    unwrap(give(fd, addr, hello));
    expect(take(fd)).toMatchObject({ received: 11, msg_control: [] });
  });
});

describe('SO_RXQ_OVFL', () => {
  it('counts what was dropped before', () => {
    const { fd, addr } = datagrams();
    unwrap(setsockopt(fd, SOL_SOCKET, SO_RXQ_OVFL, 1));
    unwrap(setsockopt(fd, SOL_SOCKET, SO_RCVBUF, 1));
    const sent = 100;
    for (let i = 0; i < sent; i++) unwrap(give(fd, addr, hello));
    let kept = 0;
    while (recvmsg(fd, { msg_iov: [Buffer.alloc(16)] }, MSG_DONTWAIT).ok) kept++;
    unwrap(give(fd, addr, hello));
    const counts = take(fd).msg_control.map((arrived) => cmsg_value(arrived, SOL_SOCKET, SO_RXQ_OVFL));
    expect(kept).toBeLessThan(sent);
    expect(counts).toEqual([sent - kept]);
  });
});

describe('SO_MARK', () => {
  const mark = cmsg(SOL_SOCKET, SO_MARK, 0x8000_0001);
  const no_mark = (() => {
    using probe = own(unwrap(socket(AF_INET, SOCK_DGRAM, 0)));
    if (!setsockopt(probe.fd, SOL_SOCKET, SO_MARK, 1).ok) return 'it takes CAP_NET_ADMIN';
    return setsockopt(probe.fd, SOL_SOCKET, SO_RCVMARK, 1).ok ? undefined : 'SO_RCVMARK is of Linux 5.19';
  })();

  it.skipIf(no_mark)(`goes with one datagram${no_mark ? ` (skipped: ${no_mark})` : ''}`, () => {
    const { fd, addr } = datagrams();
    unwrap(setsockopt(fd, SOL_SOCKET, SO_RCVMARK, 1));
    unwrap(give(fd, addr, hello, mark));
    unwrap(give(fd, addr, hello));
    const marks = () => take(fd).msg_control.map((arrived) => cmsg_value(arrived, SOL_SOCKET, SO_MARK));
    expect([marks(), marks()]).toEqual([[0x8000_0001], [0]]);
  });
});

describe('options that are messages too', () => {
  it('IP_RECVORIGDSTADDR: where a datagram was to go', () => {
    const { fd, addr } = datagrams();
    unwrap(setsockopt(fd, IPPROTO_IP, IP_RECVORIGDSTADDR, 1));
    unwrap(give(fd, addr, hello));
    const [arrived] = take(fd).msg_control;
    expect(String(arrived && cmsg_value(arrived, IPPROTO_IP, IP_RECVORIGDSTADDR))).toBe(String(addr));
    expect(arrived && cmsg_value(arrived, IPPROTO_IP, IP_TTL)).toBeUndefined();
  });

  it('IPV6_RECVORIGDSTADDR: where a datagram was to go', () => {
    const { fd, addr } = datagrams(AF_INET6);
    unwrap(setsockopt(fd, IPPROTO_IPV6, IPV6_RECVORIGDSTADDR, 1));
    unwrap(give(fd, addr, hello));
    const [arrived] = take(fd).msg_control;
    expect(String(arrived && cmsg_value(arrived, IPPROTO_IPV6, IPV6_RECVORIGDSTADDR))).toBe(String(addr));
  });

  it('IP_RETOPTS sends four bytes of IP options, IP_RECVOPTS brings them', () => {
    const { fd, addr } = datagrams();
    unwrap(setsockopt(fd, IPPROTO_IP, IP_RECVOPTS, 1));
    unwrap(give(fd, addr, hello, cmsg(IPPROTO_IP, IP_RETOPTS, Uint8Array.of(1, 1, 1, 0))));
    const [arrived] = take(fd).msg_control;
    expect([...((arrived && cmsg_value(arrived, IPPROTO_IP, IP_RECVOPTS)) ?? [])]).toEqual([1, 1, 1, 0]);
  });

  it('IPV6_FLOWINFO: the traffic class and the flow label of a packet', () => {
    const { fd, addr } = datagrams(AF_INET6);
    unwrap(setsockopt(fd, IPPROTO_IPV6, IPV6_FLOWINFO, 1));
    unwrap(give(fd, addr, hello, cmsg(IPPROTO_IPV6, IPV6_TCLASS, 0x20)));
    const [arrived] = take(fd).msg_control;
    const flowinfo = (arrived && cmsg_value(arrived, IPPROTO_IPV6, IPV6_FLOWINFO)) ?? 0;
    expect(flowinfo >>> 20).toBe(0x20);
  });
});

describe('a control message that the catalogue does not know', () => {
  const IPV6_2292HOPLIMIT = 8;
  const wanted = define_option(IPPROTO_IPV6, IPV6_2292HOPLIMIT, flag, 'rw');
  const hops = cmsg(IPPROTO_IPV6, IPV6_HOPLIMIT, 42);

  it('arrives as bytes', () => {
    const { fd, addr } = datagrams(AF_INET6);
    unwrap(setsockopt(fd, IPPROTO_IPV6, wanted, 1));
    unwrap(give(fd, addr, hello, hops));
    const [arrived] = take(fd).msg_control;
    expect(arrived).toMatchObject({ cmsg_level: IPPROTO_IPV6, cmsg_type: IPV6_2292HOPLIMIT });
    expect([...(arrived?.cmsg_data ?? [])]).toEqual([42, 0, 0, 0]);
    expect(arrived && cmsg_value(arrived, IPPROTO_IPV6, IPV6_HOPLIMIT)).toBeUndefined();
  });

  it('is sent as bytes, written out', () => {
    const { fd, addr } = datagrams(AF_INET6);
    unwrap(setsockopt(fd, IPPROTO_IPV6, wanted, 1));
    const written = { cmsg_level: IPPROTO_IPV6, cmsg_type: IPV6_2292HOPLIMIT, cmsg_data: Buffer.of(7, 0, 0, 0) };
    unwrap(give(fd, addr, hello, written));
    expect([...(take(fd).msg_control[0]?.cmsg_data ?? [])]).toEqual([7, 0, 0, 0]);
  });

  it('is read by a codec of your own, once it is defined', () => {
    const own_type = define_cmsg(IPPROTO_IPV6, IPV6_2292HOPLIMIT, int, 'r');
    const { fd, addr } = datagrams(AF_INET6);
    unwrap(setsockopt(fd, IPPROTO_IPV6, wanted, 1));
    unwrap(give(fd, addr, hello, hops));
    const [arrived] = take(fd).msg_control;
    expect(arrived && cmsg_value(arrived, IPPROTO_IPV6, own_type)).toBe(42);
  });

  it('is EINVAL where the kernel does not know it either, and nothing is sent', () => {
    const { fd, addr } = datagrams();
    const unknown = { cmsg_level: IPPROTO_IP, cmsg_type: 0x7fff, cmsg_data: Buffer.of(1) };
    expect(give(fd, addr, hello, unknown)).toEqual(refused('sendmsg', 'EINVAL'));
    expect(recvmsg(fd, { msg_iov: [hello] }, MSG_DONTWAIT)).toEqual(refused('recvmsg', 'EAGAIN'));
  });
});

describe('a list', () => {
  it('has no size but that of net.core.optmem_max: what is at the end of 16 KiB counts', () => {
    const { fd, addr } = datagrams();
    unwrap(setsockopt(fd, IPPROTO_IP, IP_RECVTTL, 1));
    // ip(7) passes over messages of other levels.
    const filler = { cmsg_level: IPPROTO_IPV6, cmsg_type: 0, cmsg_data: new Uint8Array(16 << 10) };
    unwrap(give(fd, addr, hello, filler, cmsg(IPPROTO_IP, IP_TTL, 7)));
    expect(take(fd).msg_control.map((arrived) => cmsg_value(arrived, IPPROTO_IP, IP_TTL))).toEqual([7]);
  });

  it('may be raw bytes', () => {
    const { fd, addr } = datagrams();
    unwrap(setsockopt(fd, IPPROTO_IP, IP_RECVTTL, 1));
    const msg_control = Buffer.from('1400000000000000' + '00000000' + '02000000' + '07000000' + '00000000', 'hex');
    unwrap(sendmsg(fd, { msg_name: addr, msg_iov: [hello], msg_control }));
    expect(take(fd).msg_control.map((arrived) => cmsg_value(arrived, IPPROTO_IP, IP_TTL))).toEqual([7]);
  });

  it('that is malformed is EINVAL', () => {
    const { fd, addr } = datagrams();
    for (const length of ['0f', '19']) {
      const msg_control = Buffer.from(
        `${length}00000000000000${'00000000'}${'02000000'}${'07000000'}${'00000000'}`,
        'hex',
      );
      const msg = { msg_name: addr, msg_iov: [hello], msg_control };
      expect(sendmsg(fd, msg)).toEqual(refused('sendmsg', 'EINVAL'));
    }
  });

  it('takes up to 64 KiB of room to receive', () => {
    const { fd, addr } = datagrams();
    unwrap(setsockopt(fd, IPPROTO_IP, IP_RECVTTL, 1));
    unwrap(give(fd, addr, hello));
    const { msg_control } = unwrap(recvmsg(fd, { msg_iov: [Buffer.alloc(16)], msg_controllen: 1 << 16 }));
    expect(msg_control).toHaveLength(1);
  });
});

describe('sockaddr_in6 of a mapped address', () => {
  it('brings what was asked for by the options of IPv4', () => {
    const fd = open(AF_INET6, SOCK_DGRAM);
    unwrap(bind(fd, sockaddr_in6('::', 0)));
    unwrap(setsockopt(fd, IPPROTO_IP, IP_RECVTTL, 1));
    const { sin6_port = 0 } = name_of(fd);
    unwrap(give(open(AF_INET, SOCK_DGRAM), sockaddr_in('127.0.0.1', sin6_port), hello, cmsg(IPPROTO_IP, IP_TTL, 9)));
    const { msg_control, from } = take(fd);
    expect(msg_control.map((arrived) => cmsg_value(arrived, IPPROTO_IP, IP_TTL))).toEqual([9]);
    expect(from.sin6_addr).toBe('::ffff:127.0.0.1');
  });
});
