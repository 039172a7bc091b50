import {
  AF_INET,
  AF_INET6,
  AF_UNIX,
  as_level,
  bind,
  type Codec,
  connect,
  define_option,
  ECONNREFUSED,
  errno_name,
  flag,
  getsockopt,
  IP_MTU,
  IPPROTO_IP,
  IPPROTO_IPV6,
  IPPROTO_TCP,
  IPPROTO_UDP,
  IPV6_MTU,
  int,
  type Linger,
  listen,
  POLLOUT,
  poll,
  SO_ACCEPTCONN,
  SO_DOMAIN,
  SO_ERROR,
  SO_LINGER,
  SO_PEERCRED,
  SO_PROTOCOL,
  SO_RCVBUF,
  SO_RCVBUFFORCE,
  SO_RCVTIMEO,
  SO_TYPE,
  SOCK_DGRAM,
  SOCK_NONBLOCK,
  SOCK_STREAM,
  SOL_MPTCP,
  SOL_PACKET,
  SOL_RDS,
  SOL_SOCKET,
  SOL_TCP,
  SOL_XDP,
  type SocketOption,
  setsockopt,
  sockaddr_in,
  sockaddr_in6,
  struct,
  TCP_INFO,
  TCP_NODELAY,
  timeval,
  unwrap,
} from 'sys-socket';
import { describe, expect, it } from 'vitest';
import { native } from '../../src/native.js';
import { name_of, open, pair, tcp_pair } from '../support/sockets.js';
import { no_strace, strace } from '../support/strace.js';

describe('what the kernel knows of a socket', () => {
  it.each([
    ['TCP over IPv4', AF_INET, SOCK_STREAM, IPPROTO_TCP],
    ['TCP over IPv6', AF_INET6, SOCK_STREAM, IPPROTO_TCP],
    ['UDP', AF_INET, SOCK_DGRAM, IPPROTO_UDP],
    ['a unix socket', AF_UNIX, SOCK_STREAM, 0],
  ])('SO_DOMAIN, SO_TYPE and SO_PROTOCOL of %s', (_name, domain, type, protocol) => {
    const fd = open(domain, type);
    expect(unwrap(getsockopt(fd, SOL_SOCKET, SO_DOMAIN))).toBe(domain);
    expect(unwrap(getsockopt(fd, SOL_SOCKET, SO_TYPE))).toBe(type);
    expect(unwrap(getsockopt(fd, SOL_SOCKET, SO_PROTOCOL))).toBe(protocol);
  });

  it('SO_ACCEPTCONN: on from listen(2) on', () => {
    const fd = open();
    expect(unwrap(getsockopt(fd, SOL_SOCKET, SO_ACCEPTCONN))).toBe(0);
    unwrap(listen(fd, 1));
    expect(unwrap(getsockopt(fd, SOL_SOCKET, SO_ACCEPTCONN))).toBe(1);
  });

  it('none of it can be set: ENOPROTOOPT', () => {
    const fd = open();
    const refused = { ok: false, error: { syscall: 'setsockopt', code: 'ENOPROTOOPT' } };
    // @ts-expect-error: read-only
    expect(setsockopt(fd, SOL_SOCKET, SO_TYPE, SOCK_DGRAM)).toMatchObject(refused);
    // @ts-expect-error: read-only
    expect(setsockopt(fd, SOL_SOCKET, SO_ERROR, 0)).toMatchObject(refused);
    // @ts-expect-error: read-only
    expect(setsockopt(fd, IPPROTO_IP, IP_MTU, 1500)).toMatchObject(refused);
  });

  it('what can only be set cannot be read: ENOPROTOOPT', () => {
    // @ts-expect-error: write-only
    const read: unknown = getsockopt(open(), SOL_SOCKET, SO_RCVBUFFORCE);
    expect(read).toMatchObject({ ok: false, error: { syscall: 'getsockopt', code: 'ENOPROTOOPT' } });
  });
});

describe('read on a real connection', () => {
  it('SO_ERROR gives ECONNREFUSED of a connect that did not block, once', () => {
    const nobody = open();
    unwrap(bind(nobody, sockaddr_in('127.0.0.1', 0))); // bound, but not listening: the port refuses
    const fd = open(AF_INET, SOCK_STREAM | SOCK_NONBLOCK);
    expect(connect(fd, name_of(nobody))).toMatchObject({ ok: false, error: { code: 'EINPROGRESS' } });
    expect(unwrap(poll([{ fd, events: POLLOUT }], 5000))).toBe(1);
    expect(unwrap(getsockopt(fd, SOL_SOCKET, SO_ERROR))).toBe(ECONNREFUSED);
    expect(errno_name(ECONNREFUSED)).toBe('ECONNREFUSED');
    expect(unwrap(getsockopt(fd, SOL_SOCKET, SO_ERROR))).toBe(0);
  });

  it('SO_PEERCRED is this process, at both ends of a pair', () => {
    const self = { pid: process.pid, uid: process.getuid?.(), gid: process.getgid?.() };
    for (const fd of pair()) expect(unwrap(getsockopt(fd, SOL_SOCKET, SO_PEERCRED))).toEqual(self);
  });

  it('SO_PEERCRED of a unix socket without a peer is nobody: pid 0, uid and gid -1', () => {
    const nobody = { pid: 0, uid: 0xffff_ffff, gid: 0xffff_ffff };
    expect(unwrap(getsockopt(open(AF_UNIX), SOL_SOCKET, SO_PEERCRED))).toEqual(nobody);
  });

  it('IP_MTU is that of loopback, and ENOTCONN without a connection', () => {
    const { client } = tcp_pair();
    expect(unwrap(getsockopt(client, IPPROTO_IP, IP_MTU))).toBeGreaterThanOrEqual(576);
    expect(getsockopt(open(), IPPROTO_IP, IP_MTU)).toMatchObject({ error: { code: 'ENOTCONN' } });
  });

  it('IPV6_MTU is of the path when it is read, whatever was set for fragments', () => {
    const fd = open(AF_INET6, SOCK_DGRAM);
    expect(getsockopt(fd, IPPROTO_IPV6, IPV6_MTU)).toMatchObject({ error: { code: 'ENOTCONN' } });
    unwrap(connect(fd, sockaddr_in6('::1', 9)));
    const path = unwrap(getsockopt(fd, IPPROTO_IPV6, IPV6_MTU));
    expect(setsockopt(fd, IPPROTO_IPV6, IPV6_MTU, 1280)).toEqual({ ok: true, value: 0 });
    expect(unwrap(getsockopt(fd, IPPROTO_IPV6, IPV6_MTU))).toBe(path);
    expect(setsockopt(fd, IPPROTO_IPV6, IPV6_MTU, 1279)).toMatchObject({ error: { code: 'EINVAL' } });
  });
});

describe('an option without a constant', () => {
  const SO_TIMESTAMP_NEW = 63; // asm-generic/socket.h; the catalogue has SO_TIMESTAMP

  it('is set and read by its number, in bytes', () => {
    const fd = open();
    const bytes = new Uint8Array(4);
    expect(getsockopt(fd, SOL_SOCKET, SO_TIMESTAMP_NEW, bytes)).toEqual({ ok: true, value: 4 });
    expect(int.decode(bytes)).toBe(0);
    expect(setsockopt(fd, SOL_SOCKET, SO_TIMESTAMP_NEW, int.encode(1, ''))).toEqual({ ok: true, value: 0 });
    expect(getsockopt(fd, 1, SO_TIMESTAMP_NEW, bytes)).toEqual({ ok: true, value: 4 });
    expect(int.decode(bytes)).toBe(1);
  });

  it('may be SO_PEERNAME, 28, which getpeername(2) answers typed', () => {
    const { client, server } = tcp_pair();
    const bytes = new Uint8Array(16);
    expect(getsockopt(client, SOL_SOCKET, 28, bytes)).toEqual({ ok: true, value: 16 });
    expect(name_of(server).sin_port).toBe(new DataView(bytes.buffer).getUint16(2));
  });

  it('is refused by the kernel when there is none', () => {
    const none = getsockopt(open(), SOL_SOCKET, 12_345, new Uint8Array(4));
    expect(none).toMatchObject({ ok: false, error: { syscall: 'getsockopt', code: 'ENOPROTOOPT' } });
  });

  it('without bytes is a mistake, said before any call', () => {
    // @ts-expect-error: nothing says what the value is
    expect(() => setsockopt(open(), SOL_SOCKET, SO_TIMESTAMP_NEW, '1')).toThrow(/^setsockopt: optval must be a /);
  });
});

describe('struct', () => {
  it('is the codec of a C struct, for define_option', () => {
    const option = define_option(as_level(1000), 1, struct<Linger>('linger'), 'rw');
    expect(option).toBe(1);
    const codec = struct<Linger>('linger');
    expect(codec.size).toBe(8);
    expect(codec.decode(codec.encode({ l_onoff: 1, l_linger: 5 }, ''))).toEqual({ l_onoff: 1, l_linger: 5 });
    expect(() => codec.encode({ l_onoff: 1 } as Linger, 'linger')).toThrow(/^linger\.l_linger must be a number/);
  });

  it('of which the binary knows no layout is a mistake', () => {
    expect(() => struct('no_such_struct')).toThrow('the binary has no layout for struct no_such_struct');
  });
});

describe('raw bytes', () => {
  it('go to the kernel as they are, and come back as they are', () => {
    const fd = open();
    unwrap(setsockopt(fd, SOL_SOCKET, SO_LINGER, Buffer.from('0100000007000000', 'hex')));
    expect(unwrap(getsockopt(fd, SOL_SOCKET, SO_LINGER))).toEqual({ l_onoff: 1, l_linger: 7 });
    const raw = Buffer.alloc(8);
    expect(getsockopt(fd, SOL_SOCKET, SO_LINGER, raw)).toEqual({ ok: true, value: 8 });
    expect(raw.toString('hex')).toBe('0100000007000000');
  });

  it('may be more than the value, and keep the rest', () => {
    const raw = Buffer.alloc(6, 0xee);
    expect(getsockopt(open(), SOL_SOCKET, SO_TYPE, raw)).toEqual({ ok: true, value: 4 });
    expect(raw.toString('hex')).toBe('01000000eeee');
  });

  it('may be fewer: getsockopt(2) cuts the value off without a word', () => {
    const whole = Buffer.from([0xee, 0xee, 0xee]);
    expect(getsockopt(open(), SOL_SOCKET, SO_TYPE, whole.subarray(1, 2))).toEqual({ ok: true, value: 1 });
    expect(whole.toString('hex')).toBe('ee01ee');
    expect(getsockopt(open(), SOL_SOCKET, SO_TYPE, new Uint8Array(0))).toEqual({ ok: true, value: 0 });
  });

  it('too few to set an int are EINVAL', () => {
    expect(setsockopt(open(), SOL_SOCKET, SO_RCVBUF, new Uint8Array(3))).toMatchObject({ error: { code: 'EINVAL' } });
  });
});

describe('a value of the wrong type', () => {
  it('throws and names the parameter, and the socket is as it was', () => {
    const fd = open();
    // @ts-expect-error: an int
    expect(() => setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, true)).toThrow(
      new TypeError('setsockopt: optval must be a number, got boolean'),
    );
    // @ts-expect-error: a struct
    expect(() => setsockopt(fd, SOL_SOCKET, SO_LINGER, { l_onoff: 1 })).toThrow(
      /^setsockopt: optval\.l_linger must be/,
    );
    expect(() => setsockopt(fd, SOL_SOCKET, SO_RCVBUF, 2 ** 31)).toThrow(RangeError);
    // @ts-expect-error: bytes
    expect(() => getsockopt(fd, SOL_SOCKET, SO_RCVBUF, [0, 0, 0, 0])).toThrow(TypeError);
    expect(unwrap(getsockopt(fd, IPPROTO_TCP, TCP_NODELAY))).toBe(0);
  });
});

describe('an option that the catalogue does not know', () => {
  // The number alone, without a codec: what a program may hold that was compiled without types.
  const unknown = 0x7fff as SocketOption<'SOL_SOCKET', number, 'rw'>;

  it('is for the kernel to refuse: ENOPROTOOPT', () => {
    expect(getsockopt(open(), SOL_SOCKET, unknown)).toMatchObject({ error: { code: 'ENOPROTOOPT' } });
    expect(setsockopt(open(), SOL_SOCKET, unknown, 1)).toMatchObject({ error: { code: 'ENOPROTOOPT' } });
  });

  it('reads as bytes', () => {
    const SO_BSDCOMPAT = 14 as SocketOption<'SOL_SOCKET', Uint8Array, 'rw'>;
    expect(getsockopt(open(), SOL_SOCKET, SO_BSDCOMPAT)).toEqual({ ok: true, value: new Uint8Array(4) });
  });
});

describe('define_option', () => {
  it('teaches both calls an option', () => {
    const SO_RCVTIMEO_NEW = define_option(SOL_SOCKET, 66, timeval, 'rw');
    const fd = open();
    expect(unwrap(getsockopt(fd, SOL_SOCKET, SO_RCVTIMEO_NEW))).toEqual({ tv_sec: 2, tv_usec: 0 });
    unwrap(setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO_NEW, { tv_sec: 6, tv_usec: 0 }));
    expect(unwrap(getsockopt(fd, SOL_SOCKET, SO_RCVTIMEO))).toEqual({ tv_sec: 6, tv_usec: 0 });
  });

  it('takes a codec of your own', () => {
    const seconds: Codec<Date> = {
      size: 4,
      encode: (value, where) => int.encode(value.getTime() / 1000, where),
      decode: (bytes) => new Date(int.decode(bytes) * 1000),
    };
    const SO_BSDCOMPAT = define_option(SOL_SOCKET, 14, seconds, 'r'); // does nothing, and reads as 0
    expect(unwrap(getsockopt(open(), SOL_SOCKET, SO_BSDCOMPAT))).toEqual(new Date(0));
  });

  it('leaves what there is alone: a second description is refused', () => {
    expect(() => define_option(IPPROTO_TCP, TCP_NODELAY, flag, 'rw')).toThrow(
      new Error(`define_option: option ${TCP_NODELAY} of level ${IPPROTO_TCP} is already defined`),
    );
    expect(() => define_option(SOL_TCP, TCP_INFO, int, 'r'), 'by the other name of the level').toThrow(Error);
  });
});

describe('an option whose value would name memory of the process, or take as much of the kernel as it says', () => {
  type Call = 'getsockopt' | 'setsockopt';
  const IPPROTO_SCTP = 132;
  const refused: readonly (readonly [call: Call, name: string, level: number, optname: number])[] = [
    ['setsockopt', 'PACKET_FANOUT_DATA', SOL_PACKET, 22],
    ['setsockopt', 'PACKET_RX_RING', SOL_PACKET, 5],
    ['setsockopt', 'PACKET_TX_RING', SOL_PACKET, 13],
    ['setsockopt', 'XDP_RX_RING', SOL_XDP, 2],
    ['setsockopt', 'XDP_TX_RING', SOL_XDP, 3],
    ['setsockopt', 'XDP_UMEM_REG', SOL_XDP, 4],
    ['setsockopt', 'XDP_UMEM_FILL_RING', SOL_XDP, 5],
    ['setsockopt', 'XDP_UMEM_COMPLETION_RING', SOL_XDP, 6],
    ['getsockopt', 'TCP_ZEROCOPY_RECEIVE', IPPROTO_TCP, 35],
    ['getsockopt', 'TCP_AO_GET_KEYS', IPPROTO_TCP, 41],
    ['getsockopt', 'MPTCP_FULL_INFO', SOL_MPTCP, 4],
    ['getsockopt', 'SCTP_SOCKOPT_CONNECTX3', IPPROTO_SCTP, 111],
    ['setsockopt', 'RDS_GET_MR', SOL_RDS, 2],
    ['setsockopt', 'RDS_GET_MR_FOR_DEST', SOL_RDS, 7],
    ['getsockopt', 'IP_MSFILTER', IPPROTO_IP, 41],
    ['getsockopt', 'MCAST_MSFILTER of IPv4', IPPROTO_IP, 48],
    ['getsockopt', 'MCAST_MSFILTER of IPv6', IPPROTO_IPV6, 48],
    ['setsockopt', 'IPT_SO_SET_REPLACE', IPPROTO_IP, 64],
    ['setsockopt', 'ARPT_SO_SET_REPLACE', IPPROTO_IP, 96],
    ['setsockopt', 'EBT_SO_SET_ENTRIES', IPPROTO_IP, 128],
    ['getsockopt', 'EBT_SO_GET_ENTRIES', IPPROTO_IP, 129],
    ['getsockopt', 'EBT_SO_GET_INIT_ENTRIES', IPPROTO_IP, 131],
    ['setsockopt', 'IP6T_SO_SET_REPLACE', IPPROTO_IPV6, 64],
  ];

  it.each(refused)('is refused before the kernel sees it: %s of %s', (call, name, level, optname) => {
    const fd = open();
    const cell = new Uint8Array(4 + 64);
    cell[0] = 64;
    const attempt = () => native[call](fd, level, optname, cell);
    expect(attempt).toThrow(RangeError);
    const carries = 'whose value carries no address and no count of its own';
    const rule = /_RING$/.test(name) ? 'that makes no ring for mmap(2)' : carries;
    expect(attempt).toThrow(`${call}: optname must be an option ${rule}`);
  });

  it.skipIf(no_strace)(`makes no syscall${no_strace ? ` (skipped: ${no_strace})` : ''}`, () => {
    const traced = strace(
      `import { AF_INET, setsockopt, SO_REUSEADDR, SOCK_STREAM, socket, SOL_SOCKET, SOL_XDP, unwrap } from 'sys-socket';
       const fd = unwrap(socket(AF_INET, SOCK_STREAM, 0));
       unwrap(setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, 1));
       try { setsockopt(fd, SOL_XDP, 4, new Uint8Array(16)); } catch (error) { console.log(error.name); }`,
      { trace: 'setsockopt' },
    );
    expect(traced.stdout).toBe('RangeError\n');
    expect(traced.lines).toEqual([
      expect.stringMatching(/^setsockopt\(\d+, SOL_SOCKET, SO_REUSEADDR, \[1\], 4\) = 0$/),
    ]);
  });
});
