import {
  AF_INET,
  AF_NETLINK,
  AF_UNIX,
  define_option,
  getsockopt,
  IPPROTO_TCP,
  int,
  type Level,
  NETLINK_ADD_MEMBERSHIP,
  NETLINK_LIST_MEMBERSHIPS,
  SO_ACCEPTCONN,
  SO_KEEPALIVE,
  SO_LINGER,
  SO_RCVBUF,
  SO_RCVTIMEO,
  SO_REUSEADDR,
  SO_SNDBUF,
  SO_TYPE,
  SOCK_RAW,
  SOCK_STREAM,
  SOL_NETLINK,
  SOL_SOCKET,
  SOL_XDP,
  setsockopt,
  sockaddr_in,
  socket,
  TCP_CONGESTION,
  TCP_INFO,
  TCP_MD5SIG,
  TCP_NODELAY,
  unwrap,
} from 'sys-socket';
import { describe, expect, it } from 'vitest';
import { closing, open, pair, tcp_pair } from '../support/sockets.js';
import { child } from './child.js';
import { no_socket, nowhere, ok, refused } from './kit.js';
import { bytes, contract, int as no_int } from './misuse.js';

contract(getsockopt, { fd: no_int, level: no_int, optname: no_int }, [nowhere, SOL_SOCKET, SO_TYPE], 'EBADF');
contract(setsockopt, { fd: no_int, level: no_int, optname: no_int }, [nowhere, SOL_SOCKET, SO_REUSEADDR, 1], 'EBADF');

/** Options of asm-generic/socket.h that the catalogue lacks. */
const SO_PEERNAME = define_option(SOL_SOCKET, 28, int, 'r');
const SO_NOTHING = define_option(SOL_SOCKET, 9999, int, 'rw');

describe('getsockopt and setsockopt', () => {
  it('set a value and read it back', () => {
    const fd = open();
    expect(getsockopt(fd, IPPROTO_TCP, TCP_NODELAY)).toEqual(ok(0));
    expect(setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, 1)).toEqual(ok(0));
    expect(getsockopt(fd, IPPROTO_TCP, TCP_NODELAY)).toEqual(ok(1));
  });

  it('set a struct and read it back', () => {
    const fd = open();
    expect(setsockopt(fd, SOL_SOCKET, SO_LINGER, { l_onoff: 1, l_linger: 7 })).toEqual(ok(0));
    expect(getsockopt(fd, SOL_SOCKET, SO_LINGER)).toEqual(ok({ l_onoff: 1, l_linger: 7 }));
  });

  it('set a text and read it back', () => {
    const fd = open();
    expect(setsockopt(fd, IPPROTO_TCP, TCP_CONGESTION, 'reno')).toEqual(ok(0));
    expect(getsockopt(fd, IPPROTO_TCP, TCP_CONGESTION)).toEqual(ok('reno'));
  });

  it('change nothing of what the kernel makes of it: SO_SNDBUF doubles, socket(7)', () => {
    const fd = open();
    unwrap(setsockopt(fd, SOL_SOCKET, SO_SNDBUF, 10_000));
    unwrap(setsockopt(fd, SOL_SOCKET, SO_RCVBUF, 1));
    expect(getsockopt(fd, SOL_SOCKET, SO_SNDBUF)).toEqual(ok(20_000));
    expect(getsockopt(fd, SOL_SOCKET, SO_RCVBUF)).toEqual(ok(2304));
  });

  it('take the raw bytes of a value, as long as they are', () => {
    const fd = open();
    expect(setsockopt(fd, SOL_SOCKET, SO_KEEPALIVE, Uint8Array.of(1, 0, 0, 0))).toEqual(ok(0));
    const value = new Uint8Array(6).fill(0xee);
    expect(getsockopt(fd, SOL_SOCKET, SO_KEEPALIVE, value)).toEqual(ok(4));
    expect([...value]).toEqual([1, 0, 0, 0, 0xee, 0xee]);
  });

  it('read as much of a value as the bytes have room for', () => {
    const value = new Uint8Array(2).fill(0xee);
    expect(getsockopt(open(), SOL_SOCKET, SO_TYPE, value)).toEqual(ok(2));
    expect([...value]).toEqual([SOCK_STREAM, 0]);
  });

  it('read the start of TCP_INFO: 1 is TCP_ESTABLISHED', () => {
    const state = new Uint8Array(1);
    expect(getsockopt(tcp_pair().client, IPPROTO_TCP, TCP_INFO, state)).toEqual(ok(1));
    expect([...state]).toEqual([1]);
  });
});

describe('getsockopt and setsockopt, of their values', () => {
  it.each(bytes.filter(([, value]) => value !== undefined))(
    'getsockopt throws a TypeError when optval is %s',
    (_, optval) => {
      const call = () => Reflect.apply(getsockopt, undefined, [nowhere, SOL_SOCKET, SO_TYPE, optval]);
      expect(call).toThrow(TypeError);
    },
  );

  it.each([
    ['a float', IPPROTO_TCP, TCP_NODELAY, 1.5, RangeError],
    ['beyond an int', SOL_SOCKET, SO_RCVBUF, 2 ** 31, RangeError],
    ['a boolean', IPPROTO_TCP, TCP_NODELAY, true, TypeError],
    ['left out', IPPROTO_TCP, TCP_NODELAY, undefined, TypeError],
    ['a number for a struct', SOL_SOCKET, SO_LINGER, 1, TypeError],
    ['a struct without a field', SOL_SOCKET, SO_LINGER, { l_onoff: 1 }, TypeError],
    ['a number for a text', IPPROTO_TCP, TCP_CONGESTION, 1, TypeError],
    ['a text with a NUL', IPPROTO_TCP, TCP_CONGESTION, 're\0no', TypeError],
  ])('setsockopt throws when the value is %s', (_, level: Level<string>, optname, optval, error) => {
    const call = () => Reflect.apply(setsockopt, undefined, [nowhere, level, optname, optval]);
    expect(call).toThrow(error);
    expect(call).toThrow('setsockopt: optval');
  });

  it('refuse an option whose value holds an address, with a RangeError: XDP_UMEM_REG, TCP_ZEROCOPY_RECEIVE', () => {
    const fd = open();
    const filter = new Uint8Array(16);
    expect(() => Reflect.apply(setsockopt, undefined, [fd, SOL_XDP, 4, filter])).toThrow(RangeError);
    expect(() => Reflect.apply(getsockopt, undefined, [fd, IPPROTO_TCP, 35, filter])).toThrow(RangeError);
  });
});

describe('the length that getsockopt answers', () => {
  it('is what the value takes, though there is no room for it: NETLINK_LIST_MEMBERSHIPS of an empty buffer', () => {
    const fd = closing(unwrap(socket(AF_NETLINK, SOCK_RAW, 0)));
    unwrap(setsockopt(fd, SOL_NETLINK, NETLINK_ADD_MEMBERSHIP, 1));
    const whole = getsockopt(fd, SOL_NETLINK, NETLINK_LIST_MEMBERSHIPS, new Uint8Array(256));
    expect(unwrap(whole)).toBeGreaterThanOrEqual(4);
    for (const room of [0, 1, 4]) {
      expect(getsockopt(fd, SOL_NETLINK, NETLINK_LIST_MEMBERSHIPS, new Uint8Array(room))).toEqual(whole);
    }
  });

  const no_root = process.getuid?.() === 0 ? '' : ' (skipped: setgroups(2) takes root)';
  it.skipIf(no_root)(`is in the error where the kernel refuses the room: ERANGE of SO_PEERGROUPS${no_root}`, () => {
    const program = `
      process.setgroups([1, 2, 3]);
      const [fd] = unwrap(socketpair(AF_UNIX, SOCK_STREAM, 0));
      report([getsockopt(fd, SOL_SOCKET, SO_PEERGROUPS, new Uint8Array(4)).error, code(getsockopt(fd, SOL_SOCKET, SO_PEERGROUPS))]);
    `;
    const error = { syscall: 'getsockopt', code: 'ERANGE', optlen: 12 };
    expect(child(program)).toEqual([expect.objectContaining(error), [1, 2, 3]]);
  });
});

describe('getsockopt, refused', () => {
  it('says EBADF for what is not open, ENOTSOCK for what is no socket', () => {
    expect(getsockopt(nowhere, SOL_SOCKET, SO_TYPE)).toEqual(refused('getsockopt', 'EBADF'));
    expect(getsockopt(no_socket(), SOL_SOCKET, SO_TYPE)).toEqual(refused('getsockopt', 'ENOTSOCK'));
  });

  it('says ENOPROTOOPT for an option that the level lacks', () => {
    expect(getsockopt(open(), SOL_SOCKET, SO_NOTHING)).toEqual(refused('getsockopt', 'ENOPROTOOPT'));
  });

  it('says EOPNOTSUPP for a level that the socket lacks', () => {
    expect(getsockopt(pair()[0], IPPROTO_TCP, TCP_NODELAY)).toEqual(refused('getsockopt', 'EOPNOTSUPP'));
  });

  it('says EINVAL for a length that is wrong: SO_PEERNAME of less than was asked for', () => {
    const { client } = tcp_pair();
    expect(getsockopt(client, SOL_SOCKET, SO_PEERNAME, new Uint8Array(16))).toEqual(ok(16));
    expect(getsockopt(client, SOL_SOCKET, SO_PEERNAME, new Uint8Array(17))).toEqual(refused('getsockopt', 'EINVAL'));
  });
});

// EISCONN is of TCP_AO_ADD_KEY on a connection, where the kernel has TCP-AO.
describe('setsockopt, refused', () => {
  it('says EBADF for what is not open, ENOTSOCK for what is no socket', () => {
    expect(setsockopt(nowhere, SOL_SOCKET, SO_REUSEADDR, 1)).toEqual(refused('setsockopt', 'EBADF'));
    expect(setsockopt(no_socket(), SOL_SOCKET, SO_REUSEADDR, 1)).toEqual(refused('setsockopt', 'ENOTSOCK'));
  });

  it('says ENOPROTOOPT for an option that the level lacks, and for one that is read only', () => {
    const fd = open();
    expect(setsockopt(fd, SOL_SOCKET, SO_NOTHING, 1)).toEqual(refused('setsockopt', 'ENOPROTOOPT'));
    for (const optname of [SO_TYPE, SO_ACCEPTCONN]) {
      const set: unknown = Reflect.apply(setsockopt, undefined, [fd, SOL_SOCKET, optname, 1]);
      expect(set).toEqual(refused('setsockopt', 'ENOPROTOOPT'));
    }
  });

  it('says EOPNOTSUPP for a level that the socket lacks', () => {
    expect(setsockopt(open(AF_UNIX), IPPROTO_TCP, TCP_NODELAY, 1)).toEqual(refused('setsockopt', 'EOPNOTSUPP'));
  });

  it('says EINVAL for fewer bytes than the value has', () => {
    expect(setsockopt(open(), SOL_SOCKET, SO_REUSEADDR, Uint8Array.of(1))).toEqual(refused('setsockopt', 'EINVAL'));
    expect(setsockopt(open(), SOL_SOCKET, SO_REUSEADDR, new Uint8Array(0))).toEqual(refused('setsockopt', 'EINVAL'));
  });

  it('says EDOM for a time that has too many microseconds', () => {
    const much = { tv_sec: 1, tv_usec: 1_000_000 };
    expect(setsockopt(open(AF_INET), SOL_SOCKET, SO_RCVTIMEO, much)).toEqual(refused('setsockopt', 'EDOM'));
  });

  it('says ENOENT for a congestion control that the kernel lacks', () => {
    expect(setsockopt(open(), IPPROTO_TCP, TCP_CONGESTION, 'none')).toEqual(refused('setsockopt', 'ENOENT'));
  });

  it('says ENOMEM when the options of the socket take more memory than net.core.optmem_max: a key for each of many peers', () => {
    const fd = open();
    const add = (peer: number) => {
      const tcpm_addr = sockaddr_in(`10.${peer >> 16}.${(peer >> 8) & 255}.${peer & 255}`, 0);
      return setsockopt(fd, IPPROTO_TCP, TCP_MD5SIG, { tcpm_addr, tcpm_key: Buffer.from('x') });
    };
    let peer = 0;
    let added = add(peer);
    while (added.ok) added = add(++peer);
    expect(added).toEqual(refused('setsockopt', 'ENOMEM'));
  });

  const no_root = process.getuid?.() === 0 ? '' : ' (skipped: a socket of igmp(7) takes root)';
  it.skipIf(no_root)(`says EACCES to an ordinary user for multicast routes${no_root}`, () => {
    const program = `
      const MRT_DONE = define_option(IPPROTO_IP, 201, int, 'w'); // linux/mroute.h
      const fd = unwrap(socket(AF_INET, SOCK_RAW, IPPROTO_IGMP));
      ordinary_user();
      report(setsockopt(fd, IPPROTO_IP, MRT_DONE, 1));
    `;
    expect(child(program)).toEqual(refused('setsockopt', 'EACCES'));
  });

  it('says EPERM to an ordinary user for SO_SNDBUFFORCE', () => {
    const program = `
      ordinary_user();
      report(setsockopt(unwrap(socket(AF_INET, SOCK_STREAM, 0)), SOL_SOCKET, SO_SNDBUFFORCE, 1 << 20));
    `;
    expect(child(program)).toEqual(refused('setsockopt', 'EPERM'));
  });
});
