import {
  AF_INET,
  AF_INET6,
  AF_UNIX,
  as_fd,
  bind,
  F_GETFD,
  F_GETFL,
  FD_CLOEXEC,
  type Fd,
  FIOASYNC,
  FIOCLEX,
  FIOGETOWN,
  FIONBIO,
  FIONCLEX,
  FIONREAD,
  FIOSETOWN,
  fcntl,
  IFF_LOOPBACK,
  IFF_UP,
  ioctl,
  MSG_OOB,
  O_ASYNC,
  O_NONBLOCK,
  POLLIN,
  pipe2,
  poll,
  recv,
  SIOCATMARK,
  SIOCGIFADDR,
  SIOCGIFCONF,
  SIOCGIFFLAGS,
  SIOCGIFHWADDR,
  SIOCGIFINDEX,
  SIOCGIFMETRIC,
  SIOCGIFMTU,
  SIOCGIFNAME,
  SIOCGIFNETMASK,
  SIOCGPGRP,
  SIOCINQ,
  SIOCOUTQ,
  SIOCOUTQNSD,
  SIOCSPGRP,
  SO_OOBINLINE,
  SOCK_DGRAM,
  SOL_SOCKET,
  send,
  sendto,
  setsockopt,
  sock_diag,
  sockaddr_in,
  unwrap,
  write,
} from 'sys-socket';
import { describe, expect, it } from 'vitest';
import { native } from '../../src/native.js';
import { it_in_namespace } from '../support/namespace.js';
import { closing, listener, name_of, open, pair, tcp_pair } from '../support/sockets.js';
import { child } from './child.js';
import { fill, no_socket, nowhere, ok, refused } from './kit.js';
import { contract, flags, int } from './misuse.js';

contract(ioctl, { fd: int, op: flags }, [nowhere, FIONREAD], 'EBADF');

/** Waits until the bytes are there. */
function arrived(fd: Fd): Fd {
  expect(unwrap(poll([{ fd, events: POLLIN }], 2000))).toBe(1);
  return fd;
}

describe('ioctl, of queues', () => {
  it('FIONREAD, which is SIOCINQ, tells what can be read: of a stream all, of UDP the next datagram, of a pipe all', () => {
    expect(SIOCINQ).toBe(FIONREAD);
    const [a, b] = pair();
    expect(ioctl(b, FIONREAD)).toEqual(ok(0));
    unwrap(send(a, Buffer.from('hello')));
    unwrap(send(a, Buffer.from('world')));
    expect(ioctl(b, FIONREAD)).toEqual(ok(10));
    const { client, server } = tcp_pair();
    unwrap(send(client, Buffer.alloc(1234)));
    expect(ioctl(arrived(server), SIOCINQ)).toEqual(ok(1234));
    const udp = open(AF_INET, SOCK_DGRAM);
    unwrap(bind(udp, sockaddr_in('127.0.0.1', 0)));
    for (const length of [7, 99]) unwrap(sendto(udp, Buffer.alloc(length), 0, name_of(udp)));
    expect(ioctl(arrived(udp), FIONREAD)).toEqual(ok(7));
    const [reader, writer] = unwrap(pipe2(0)).map((fd) => closing(fd));
    unwrap(write(as_fd(writer ?? -1), Buffer.alloc(3)));
    expect(ioctl(as_fd(reader ?? -1), FIONREAD)).toEqual(ok(3));
  });

  it('SIOCOUTQ and SIOCOUTQNSD tell what was not acknowledged, and what was not even sent, as sock_diag does', () => {
    const { client, server } = tcp_pair();
    expect(ioctl(client, SIOCOUTQ)).toEqual(ok(0));
    fill(client); // with more than the peer, which does not read, has room for
    const queues = () => [unwrap(ioctl(client, SIOCOUTQ)), unwrap(ioctl(client, SIOCOUTQNSD))];
    // A connection has both addresses: a port that connect(2) chose may be that of a connection to elsewhere too.
    const connection = { family: AF_INET, src: name_of(client), dst: name_of(server) };
    // Acknowledgements may come yet, between one question and the next.
    let [before, [row], after] = [queues(), unwrap(sock_diag(connection)), queues()];
    while (String(before) !== String(after)) {
      [before, [row], after] = [after, unwrap(sock_diag(connection)), queues()];
    }
    expect(after).toEqual([row?.wqueue, row?.tcp_info?.tcpi_notsent_bytes]);
    expect(after[0]).toBeGreaterThan(0);
  });

  it('SIOCOUTQ of a unix socket counts what the peer has not read', () => {
    const [a, b] = pair();
    unwrap(send(a, Buffer.from('hello')));
    expect(unwrap(ioctl(a, SIOCOUTQ))).toBeGreaterThan(4);
    unwrap(recv(b, new Uint8Array(5)));
    expect(ioctl(a, SIOCOUTQ)).toEqual(ok(0));
  });

  it('SIOCATMARK tells when the next byte is the urgent one', () => {
    const { client, server } = tcp_pair();
    unwrap(setsockopt(server, SOL_SOCKET, SO_OOBINLINE, 1));
    unwrap(send(client, Buffer.from('ab')));
    unwrap(send(client, Buffer.from('!'), MSG_OOB));
    expect(ioctl(arrived(server), SIOCATMARK)).toEqual(ok(0));
    expect(recv(server, new Uint8Array(9))).toEqual(ok(2));
    expect(ioctl(arrived(server), SIOCATMARK)).toEqual(ok(1));
  });
});

describe('ioctl, of descriptors', () => {
  it('FIONBIO and FIOASYNC switch O_NONBLOCK and O_ASYNC, FIOCLEX and FIONCLEX FD_CLOEXEC', () => {
    const fd = open();
    const is = (flag: number) => (unwrap(fcntl(fd, F_GETFL)) & flag) !== 0;
    expect(ioctl(fd, FIONBIO, 1)).toEqual(ok(0));
    expect(is(O_NONBLOCK)).toBe(true);
    expect(ioctl(fd, FIONBIO, 0)).toEqual(ok(0));
    expect(is(O_NONBLOCK)).toBe(false);
    expect(ioctl(fd, FIOASYNC, 1)).toEqual(ok(0));
    expect(is(O_ASYNC)).toBe(true);
    expect(ioctl(fd, FIOASYNC, 0)).toEqual(ok(0));
    expect([ioctl(fd, FIOCLEX), fcntl(fd, F_GETFD)]).toEqual([ok(0), ok(FD_CLOEXEC)]);
    expect([ioctl(fd, FIONCLEX), fcntl(fd, F_GETFD)]).toEqual([ok(0), ok(0)]);
  });

  it('FIOSETOWN and SIOCSPGRP set who gets signals, FIOGETOWN and SIOCGPGRP tell', () => {
    const fd = open();
    expect(ioctl(fd, FIOGETOWN)).toEqual(ok(0));
    expect(ioctl(fd, FIOSETOWN, process.pid)).toEqual(ok(0));
    expect(ioctl(fd, SIOCGPGRP)).toEqual(ok(process.pid));
    expect(ioctl(fd, SIOCSPGRP, 0)).toEqual(ok(0));
    expect(ioctl(fd, FIOGETOWN)).toEqual(ok(0));
  });
});

describe('ioctl, of interfaces', () => {
  it('tells of the loopback interface, whatever the socket is', () => {
    for (const fd of [open(), open(AF_INET6, SOCK_DGRAM), open(AF_UNIX)]) {
      expect(ioctl(fd, SIOCGIFINDEX, 'lo')).toEqual(ok(1));
      expect(ioctl(fd, SIOCGIFNAME, 1)).toEqual(ok('lo'));
      expect(ioctl(fd, SIOCGIFMTU, 'lo')).toEqual(ok(65_536));
      expect(ioctl(fd, SIOCGIFMETRIC, 'lo')).toEqual(ok(0));
      expect(unwrap(ioctl(fd, SIOCGIFFLAGS, 'lo')) & (IFF_UP | IFF_LOOPBACK)).toBe(IFF_UP | IFF_LOOPBACK);
      // ARPHRD_LOOPBACK of net/if_arp.h
      expect(ioctl(fd, SIOCGIFHWADDR, 'lo')).toEqual(ok({ sa_family: 772, sa_data: new Uint8Array(14) }));
    }
  });

  it_in_namespace('tells of every interface what ip(8) does', () => {
    const namespace = [
      'ip link add v0 mtu 1400 txqueuelen 77 type veth peer name v1',
      'ip link set v0 address 02:00:5e:10:00:01 up',
      'ip link set v1 up',
      'ip addr add 192.0.2.1/26 broadcast 192.0.2.63 dev v0',
      'ip addr add 192.0.2.9/26 dev v0 label v0:x',
      'ip addr add 198.51.100.1 peer 198.51.100.2/32 dev v1',
    ].join(' && ');
    const { told, ip, listed } = child(
      `
      import { execFileSync } from 'node:child_process';
      const ip = JSON.parse(execFileSync('ip', ['-j', 'addr'], { encoding: 'utf8' }));
      const fd = unwrap(socket(AF_INET, SOCK_DGRAM, 0));
      const shown = (result) => result.ok ? String(result.value).replace(':0', '') : result.error.code;
      const told = ip.map(({ ifname }) => ({
        ifindex: unwrap(ioctl(fd, SIOCGIFINDEX, ifname)),
        name: unwrap(ioctl(fd, SIOCGIFNAME, unwrap(ioctl(fd, SIOCGIFINDEX, ifname)))),
        mtu: unwrap(ioctl(fd, SIOCGIFMTU, ifname)),
        txqlen: unwrap(ioctl(fd, SIOCGIFTXQLEN, ifname)),
        up: (unwrap(ioctl(fd, SIOCGIFFLAGS, ifname)) & IFF_UP) !== 0,
        address: Buffer.from(unwrap(ioctl(fd, SIOCGIFHWADDR, ifname)).sa_data.subarray(0, 6)).toString('hex'),
        local: shown(ioctl(fd, SIOCGIFADDR, ifname)),
        netmask: shown(ioctl(fd, SIOCGIFNETMASK, ifname)),
        broadcast: shown(ioctl(fd, SIOCGIFBRDADDR, ifname)),
        peer: shown(ioctl(fd, SIOCGIFDSTADDR, ifname)),
      }));
      const names = (list) => list.map(({ ifr_name, ifr_addr }) => ifr_name + ' ' + shown({ ok: true, value: ifr_addr }));
      report({ ip, told, listed: [0, 2, 100].map((room) => names(unwrap(ioctl(fd, SIOCGIFCONF, room)))) });
      `,
      { namespace },
    ) as { told: unknown; ip: IpAddr[]; listed: unknown };
    const masks: Readonly<Record<number, string>> = { 8: '255.0.0.0', 26: '255.255.255.192', 32: '255.255.255.255' };
    expect(ip.map(({ ifname }) => ifname)).toEqual(['lo', 'v1', 'v0']);
    expect(told).toEqual(
      ip.map(({ ifindex, ifname, mtu, txqlen, flags, address, addr_info }) => {
        const [inet] = addr_info.filter(({ family }) => family === 'inet');
        return {
          ifindex,
          name: ifname,
          mtu,
          txqlen,
          up: flags.includes('UP'),
          address: address.replaceAll(':', ''),
          local: inet?.local,
          netmask: masks[inet?.prefixlen ?? 0],
          broadcast: inet?.broadcast ?? '0.0.0.0',
          peer: inet?.address ?? inet?.local,
        };
      }),
    );
    const all = ['lo 127.0.0.1', 'v1 198.51.100.1', 'v0 192.0.2.1', 'v0:x 192.0.2.9'];
    expect(listed).toEqual([[], all.slice(0, 2), all]);
  });
});

interface IpAddr {
  readonly ifindex: number;
  readonly ifname: string;
  readonly flags: readonly string[];
  readonly mtu: number;
  readonly txqlen: number;
  readonly address: string;
  readonly addr_info: ReadonlyArray<{
    readonly family: string;
    readonly local: string;
    readonly address?: string;
    readonly prefixlen: number;
    readonly broadcast?: string;
  }>;
}

// EPERM is of requests that change an interface, EFAULT of an address that is none: the package has neither. filesystem.test.ts has a file that
// answers with them.
describe('ioctl, refused', () => {
  it('says ENOTTY where the request is for descriptors of another kind', () => {
    expect(ioctl(no_socket(), FIONREAD)).toEqual(refused('ioctl', 'ENOTTY'));
    expect(ioctl(no_socket(), SIOCGIFINDEX, 'lo')).toEqual(refused('ioctl', 'ENOTTY'));
    expect(ioctl(no_socket(), SIOCGIFCONF, 4)).toEqual(refused('ioctl', 'ENOTTY'));
  });

  it('says EINVAL for a queue of what listens', () => {
    const { fd } = listener();
    expect(ioctl(fd, SIOCINQ)).toEqual(refused('ioctl', 'EINVAL'));
    expect(ioctl(fd, SIOCOUTQ)).toEqual(refused('ioctl', 'EINVAL'));
  });

  it('says ENODEV for an interface that is not there, by name and by index', () => {
    const fd = open();
    expect(ioctl(fd, SIOCGIFINDEX, 'no-such-device')).toEqual(refused('ioctl', 'ENODEV'));
    for (const index of [0, -1, 0x7fff_ffff]) expect(ioctl(fd, SIOCGIFNAME, index)).toEqual(refused('ioctl', 'ENODEV'));
  });

  it_in_namespace('says EADDRNOTAVAIL for an address that the interface has not', () => {
    const program = `
      const fd = unwrap(socket(AF_INET, SOCK_DGRAM, 0));
      report([SIOCGIFADDR, SIOCGIFNETMASK].map((op) => code(ioctl(fd, op, 'v0'))));
    `;
    const namespace = 'ip link add v0 type veth peer name v1';
    expect(child(program, { namespace })).toEqual(['EADDRNOTAVAIL', 'EADDRNOTAVAIL']);
  });
});

describe('ioctl, misused', () => {
  it('throws for a request that is not in the catalogue: its argument may be an address', () => {
    const rule = 'ioctl: op must be a request whose argument is known here';
    // SIOCETHTOOL, SIOCSIFFLAGS, TIOCSTI, TIOCGWINSZ, SIOCADDRT, SIOCGSTAMP_OLD
    for (const op of [0x8946, 0x8914, 0x5412, 0x5413, 0x890b, 0x8906, 0, -1]) {
      expect(() => Reflect.apply(ioctl, undefined, [open(), op]), op.toString(16)).toThrow(rule);
      expect(() => native.ioctl(open(), op, new Uint8Array(1024))).toThrow(rule);
    }
    expect(() => native.ioctl(open(), SIOCGIFCONF, new Uint8Array(1024))).toThrow(rule);
  });

  it('throws for a name that none can have, and for an argument of another type', () => {
    const fd = open();
    for (const name of ['', 'sixteen-bytes-xx', 'l\0o', 'ö'.repeat(8)]) {
      expect(() => ioctl(fd, SIOCGIFINDEX, name), name).toThrow(RangeError);
    }
    const wrong: ReadonlyArray<readonly [op: number, argument: unknown]> = [
      [SIOCGIFADDR, undefined],
      [SIOCGIFADDR, 1],
      [SIOCGIFNAME, 'lo'],
      [SIOCGIFNAME, 1.5],
      [FIONBIO, undefined],
      [FIONBIO, true],
      [FIONBIO, 2 ** 31],
      [SIOCGIFCONF, -1],
      [SIOCGIFCONF, '4'],
      [SIOCGIFNETMASK, null],
    ];
    for (const [op, argument] of wrong) {
      expect(() => Reflect.apply(ioctl, undefined, [fd, op, argument])).toThrow(/^ioctl: argument must be /);
    }
  });

  it('has the binding refuse a buffer that is too short for what the kernel writes', () => {
    const rule = 'ioctl: argp must be as long as what the request reads and writes';
    expect(() => native.ioctl(open(), FIONREAD, new Uint8Array(3))).toThrow(rule);
    expect(() => native.ioctl(open(), SIOCGIFMTU, new Uint8Array(39))).toThrow(rule);
    expect(() => native.ioctl(open(), FIONREAD, null)).toThrow(rule);
    expect(() => native.uname(new Uint8Array(389))).toThrow(RangeError);
  });
});
