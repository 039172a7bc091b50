import { chmodSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import {
  AF_INET,
  AF_UNIX,
  bind,
  close,
  connect,
  F_SETFL,
  fcntl,
  getsockopt,
  MSG_DONTWAIT,
  MSG_FASTOPEN,
  MSG_NOSIGNAL,
  MSG_OOB,
  mmsghdr,
  O_NONBLOCK,
  O_RDWR,
  SHUT_WR,
  SO_SNDBUF,
  SO_SNDTIMEO,
  SOCK_DGRAM,
  SOCK_NONBLOCK,
  SOCK_SEQPACKET,
  SOCK_STREAM,
  SOL_SOCKET,
  sendmmsg,
  sendmsg,
  sendto,
  setsockopt,
  shutdown,
  sockaddr,
  sockaddr_in,
  sockaddr_in6,
  sockaddr_un,
  unwrap,
} from 'sys-socket';
import { describe, expect, it, onTestFinished } from 'vitest';
import { it_in_namespace } from '../support/namespace.js';
import { listener, name_of, open, pair, tcp_pair } from '../support/sockets.js';
import { child } from './child.js';
import { again, fill, folder, no_socket, nowhere, ok, refused, reset, troubled } from './kit.js';
import { all_ways_to_send } from './ways.js';

const hello = Buffer.from('HELLO-WORLD');
const discard = sockaddr_in('127.0.0.1', 9);

/** The address of a TCP listener whose queue is full: it answers no more. */
function silent() {
  const { addr } = listener(AF_INET, 0);
  unwrap(connect(open(), addr));
  return addr;
}

// ENOMEM would take the machine out of memory.
describe.each(all_ways_to_send)('$name, refused', ({ name, call }) => {
  it('says EBADF for what is not open, ENOTSOCK for what is no socket', () => {
    expect(call(nowhere, hello)).toEqual(refused(name, 'EBADF'));
    expect(call(no_socket(), hello)).toEqual(refused(name, 'ENOTSOCK'));
  });

  it('says EAGAIN when the send buffer is full and the call, or the socket, does not block', () => {
    const [a] = pair();
    fill(a);
    expect(call(a, hello, MSG_DONTWAIT)).toEqual(refused(name, 'EAGAIN'));
    unwrap(fcntl(a, F_SETFL, O_RDWR | O_NONBLOCK));
    expect(call(a, hello)).toEqual(refused(name, 'EAGAIN'));
  });

  it('says EAGAIN when SO_SNDTIMEO has run out', () => {
    const [a] = pair();
    fill(a);
    unwrap(setsockopt(a, SOL_SOCKET, SO_SNDTIMEO, { tv_sec: 0, tv_usec: 50_000 }));
    const start = performance.now();
    expect(again(() => call(a, hello))).toEqual(refused(name, 'EAGAIN'));
    expect(performance.now() - start).toBeGreaterThanOrEqual(49);
  });

  it('says EPIPE after a shutdown, with or without MSG_NOSIGNAL: Node ignores SIGPIPE', () => {
    const { client } = tcp_pair();
    unwrap(shutdown(client, SHUT_WR));
    expect(call(client, hello, MSG_NOSIGNAL)).toEqual(refused(name, 'EPIPE'));
    expect(call(client, hello)).toEqual(refused(name, 'EPIPE'));
  });

  it('says nothing to the first send after the peer has closed, EPIPE to the second', () => {
    const { client, server } = tcp_pair();
    unwrap(close(server));
    expect(call(client, hello, MSG_NOSIGNAL)).toEqual(ok(11));
    expect(call(troubled(client), hello, MSG_NOSIGNAL)).toEqual(refused(name, 'EPIPE'));
  });

  it('says ECONNRESET once after the peer has reset, then EPIPE', () => {
    const { client, server } = tcp_pair();
    reset(server);
    expect(call(troubled(client), hello, MSG_NOSIGNAL)).toEqual(refused(name, 'ECONNRESET'));
    expect(call(client, hello, MSG_NOSIGNAL)).toEqual(refused(name, 'EPIPE'));
  });

  it('says EMSGSIZE for a datagram longer than UDP has, and for one longer than the send buffer', () => {
    const udp = open(AF_INET, SOCK_DGRAM);
    unwrap(connect(udp, discard));
    expect(call(udp, new Uint8Array(65_508))).toEqual(refused(name, 'EMSGSIZE'));
    const [a] = pair(SOCK_DGRAM);
    const room = unwrap(getsockopt(a, SOL_SOCKET, SO_SNDBUF));
    expect(call(a, new Uint8Array(room + 1))).toEqual(refused(name, 'EMSGSIZE'));
  });

  it('says EDESTADDRREQ on a UDP socket without a peer, ENOTCONN on unix sockets', () => {
    expect(call(open(AF_INET, SOCK_DGRAM), hello)).toEqual(refused(name, 'EDESTADDRREQ'));
    for (const type of [SOCK_STREAM, SOCK_DGRAM, SOCK_SEQPACKET]) {
      expect(call(open(AF_UNIX, type), hello)).toEqual(refused(name, 'ENOTCONN'));
    }
  });

  it('says EPIPE on a TCP socket without a peer, as Linux does', () => {
    expect(call(open(), hello, MSG_NOSIGNAL)).toEqual(refused(name, 'EPIPE'));
  });

  it('says EOPNOTSUPP for MSG_OOB with datagrams', () => {
    expect(call(pair(SOCK_DGRAM)[0], hello, MSG_OOB)).toEqual(refused(name, 'EOPNOTSUPP'));
  });

  it('says EINVAL for MSG_FASTOPEN with no address, EISCONN with a connection, EALREADY while one is made', () => {
    expect(call(open(), hello, MSG_FASTOPEN)).toEqual(refused(name, 'EINVAL'));
    expect(call(tcp_pair().client, hello, MSG_FASTOPEN)).toEqual(refused(name, 'EISCONN'));
    const client = open(AF_INET, SOCK_STREAM | SOCK_NONBLOCK);
    expect(sendto(client, hello, MSG_FASTOPEN, silent())).toEqual(refused('sendto', 'EINPROGRESS'));
    expect(call(client, hello, MSG_FASTOPEN)).toEqual(refused(name, 'EALREADY'));
  });

  it('tells a connected UDP socket with the next send that the last was refused', () => {
    const udp = open(AF_INET, SOCK_DGRAM);
    const closed = open(AF_INET, SOCK_DGRAM);
    unwrap(bind(closed, sockaddr_in('127.0.0.1', 0)));
    unwrap(connect(udp, name_of(closed)));
    unwrap(close(closed));
    expect(call(udp, hello)).toEqual(ok(11));
    expect(call(troubled(udp), hello)).toEqual(refused(name, 'ECONNREFUSED'));
  });
});

const to_address = [
  { name: 'sendto', call: (...[fd, buf, flags, addr]: Parameters<typeof sendto>) => sendto(fd, buf, flags, addr) },
  {
    name: 'sendmsg',
    call: (...[fd, buf, flags, addr]: Parameters<typeof sendto>) =>
      sendmsg(fd, { msg_iov: [buf], ...(addr && { msg_name: addr }) }, flags),
  },
  {
    name: 'sendmmsg',
    call: (...[fd, buf, flags, addr]: Parameters<typeof sendto>) => {
      const batch = mmsghdr(1, { bytes: buf.length, name: 128 });
      batch.set(0, buf, addr ?? undefined);
      return sendmmsg(fd, batch, 1, flags);
    },
  },
] as const;

describe.each(to_address)('$name with an address, refused', ({ name, call }) => {
  const udp = () => open(AF_INET, SOCK_DGRAM);

  it('says EISCONN on a connected unix stream', () => {
    expect(call(pair()[0], hello, 0, sockaddr_un('@nobody'))).toEqual(refused(name, 'EISCONN'));
  });

  it('says EOPNOTSUPP on a unix stream without a connection', () => {
    expect(call(open(AF_UNIX), hello, 0, sockaddr_un('@nobody'))).toEqual(refused(name, 'EOPNOTSUPP'));
  });

  it("says EINVAL for port 0 and for half an address, EAFNOSUPPORT for another family's", () => {
    expect(call(udp(), hello, 0, sockaddr_in('127.0.0.1', 0))).toEqual(refused(name, 'EINVAL'));
    expect(call(udp(), hello, 0, sockaddr(discard.bytes.subarray(0, 8)))).toEqual(refused(name, 'EINVAL'));
    expect(call(udp(), hello, 0, sockaddr_in6('::1', 9))).toEqual(refused(name, 'EAFNOSUPPORT'));
  });

  it('says EACCES for a broadcast without SO_BROADCAST', () => {
    expect(call(udp(), hello, 0, sockaddr_in('127.255.255.255', 9))).toEqual(refused(name, 'EACCES'));
  });

  it('says ENOENT, ECONNREFUSED and EPROTOTYPE of a unix path', () => {
    const path = join(folder(), 'socket');
    const datagrams = open(AF_UNIX, SOCK_DGRAM);
    expect(call(datagrams, hello, 0, sockaddr_un(path))).toEqual(refused(name, 'ENOENT'));
    const stream = open(AF_UNIX);
    unwrap(bind(stream, sockaddr_un(path)));
    expect(call(datagrams, hello, 0, sockaddr_un(path))).toEqual(refused(name, 'EPROTOTYPE'));
    unwrap(close(stream));
    expect(call(datagrams, hello, 0, sockaddr_un(path))).toEqual(refused(name, 'ECONNREFUSED'));
  });

  it('says EALREADY while a Fast Open goes on', () => {
    const addr = silent();
    const client = open(AF_INET, SOCK_STREAM | SOCK_NONBLOCK);
    expect(call(client, hello, MSG_FASTOPEN, addr)).toEqual(refused(name, 'EINPROGRESS'));
    expect(call(client, hello, MSG_FASTOPEN, addr)).toEqual(refused(name, 'EALREADY'));
  });
});

describe('sendto, refused to an ordinary user', () => {
  it('says EACCES for a unix path that may not be written, or not be reached', () => {
    const at = folder();
    chmodSync(at, 0o755);
    mkdirSync(join(at, 'closed'));
    const receivers = ['socket', 'closed/socket'].map((path) => {
      const fd = open(AF_UNIX, SOCK_DGRAM);
      unwrap(bind(fd, sockaddr_un(join(at, path))));
      return join(at, path);
    });
    chmodSync(join(at, 'socket'), 0o444);
    chmodSync(join(at, 'closed'), 0o000);
    onTestFinished(() => chmodSync(join(at, 'closed'), 0o700)); // before the folder goes: the last comes first
    const program = `
      ordinary_user();
      const fd = unwrap(socket(AF_UNIX, SOCK_DGRAM, 0));
      report(${JSON.stringify(receivers)}.map((path) => code(sendto(fd, new Uint8Array(1), 0, sockaddr_un(path)))));
    `;
    expect(child(program)).toEqual(['EACCES', 'EACCES']);
  });
});

describe('sendto, refused by the network', () => {
  it_in_namespace('says what the routes say, and EAGAIN when no ephemeral port is free', () => {
    const namespace = [
      'ip route add unreachable 192.0.2.0/24',
      'ip route add prohibit 198.51.100.0/24',
      'ip route add blackhole 203.0.113.0/24',
      'echo "40000 40000" > /proc/sys/net/ipv4/ip_local_port_range',
    ].join(' && ');
    const program = `
      const from = () => unwrap(socket(AF_INET, SOCK_DGRAM, 0));
      const fd = from();
      unwrap(bind(fd, sockaddr_in('0.0.0.0', 0)));
      const to = (addr) => code(sendto(fd, new Uint8Array(1), 0, sockaddr_in(addr, 9)));
      const routes = ['10.0.0.1', '192.0.2.1', '198.51.100.1', '203.0.113.1'].map(to);
      report([...routes, code(sendto(from(), new Uint8Array(1), 0, sockaddr_in('127.0.0.1', 9)))]);
    `;
    const said = ['ENETUNREACH', 'EHOSTUNREACH', 'EACCES', 'EINVAL', 'EAGAIN'];
    expect(child(program, { namespace })).toEqual(said);
  });
});

describe('send, sendto, sendmsg and sendmmsg, in a process of their own', () => {
  const names = ['send', 'sendto', 'sendmsg', 'sendmmsg'] as const;
  const ways = `
    import { execFileSync } from 'node:child_process';
    const one = new Uint8Array(1);
    const batch = mmsghdr(1, { bytes: 1 });
    batch.set(0, one);
    const ways = [
      (fd) => send(fd, one),
      (fd) => sendto(fd, one, 0),
      (fd) => sendmsg(fd, { msg_iov: [one] }),
      (fd) => sendmmsg(fd, batch, 1),
    ];
    const udp = unwrap(socket(AF_INET, SOCK_DGRAM, 0));
    unwrap(connect(udp, sockaddr_in('127.0.0.1', 9)));
  `;

  it('say EINTR when a signal comes before a byte is taken, while SO_SNDTIMEO is set', () => {
    const program = `${ways}
      const [a] = unwrap(socketpair(AF_UNIX, SOCK_STREAM, 0)).map(interrupted);
      fill(a);
      signals();
      report(ways.map((call) => call(a)));
    `;
    expect(child(program)).toEqual(names.map((name) => refused(name, 'EINTR')));
  });

  it_in_namespace('say ENOBUFS when the queue of the interface is full and IP_RECVERR asks to be told: ip(7)', () => {
    const program = `${ways}
      unwrap(setsockopt(udp, IPPROTO_IP, IP_RECVERR, 1));
      report(ways.map((call) => call(udp)));
    `;
    const said = child(program, { namespace: 'PATH=$PATH:/usr/sbin:/sbin tc qdisc add dev lo root pfifo limit 0' });
    expect(said).toEqual(names.map((name) => refused(name, 'ENOBUFS')));
  });

  it_in_namespace('say EACCES when the route of a connected socket was prohibited since', () => {
    const program = `${ways}
      execFileSync('ip', ['route', 'del', 'local', '127.0.0.1', 'table', 'local']);
      execFileSync('ip', ['route', 'add', 'prohibit', '127.0.0.1', 'table', 'local']);
      report(ways.map((call) => call(udp)));
    `;
    expect(child(program, { namespace: 'true' })).toEqual(names.map((name) => refused(name, 'EACCES')));
  });
});
