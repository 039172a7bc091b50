import {
  AF_INET,
  AF_UNIX,
  bind,
  close,
  connect,
  F_SETFL,
  fcntl,
  MSG_DONTWAIT,
  MSG_OOB,
  O_NONBLOCK,
  O_RDWR,
  SO_RCVTIMEO,
  SOCK_DGRAM,
  SOCK_SEQPACKET,
  SOCK_STREAM,
  SOL_SOCKET,
  send,
  setsockopt,
  sockaddr_in,
  unwrap,
} from 'sys-socket';
import { describe, expect, it } from 'vitest';
import { it_in_namespace } from '../support/namespace.js';
import { name_of, open, pair, tcp_pair } from '../support/sockets.js';
import { child } from './child.js';
import { again, no_socket, nowhere, ok, refused, reset, troubled } from './kit.js';
import { all_ways_to_recv } from './ways.js';

const hello = Buffer.from('HELLO-WORLD');
const buffer = Buffer.alloc(64);

/** A UDP socket with an address on loopback. */
function udp() {
  const fd = open(AF_INET, SOCK_DGRAM);
  unwrap(bind(fd, sockaddr_in('127.0.0.1', 0)));
  return fd;
}

// ENOMEM would take the machine out of memory.
describe.each(all_ways_to_recv)('$name, refused', ({ name, call }) => {
  it('says EBADF for what is not open, ENOTSOCK for what is no socket', () => {
    expect(call(nowhere, buffer)).toEqual(refused(name, 'EBADF'));
    expect(call(no_socket(), buffer)).toEqual(refused(name, 'ENOTSOCK'));
  });

  it('says EAGAIN when nothing is there and the call, or the socket, does not block', () => {
    const [a] = pair();
    expect(call(a, buffer, MSG_DONTWAIT)).toEqual(refused(name, 'EAGAIN'));
    unwrap(fcntl(a, F_SETFL, O_RDWR | O_NONBLOCK));
    expect(call(a, buffer)).toEqual(refused(name, 'EAGAIN'));
  });

  it('says EAGAIN when SO_RCVTIMEO has run out', () => {
    const [a] = pair();
    unwrap(setsockopt(a, SOL_SOCKET, SO_RCVTIMEO, { tv_sec: 0, tv_usec: 50_000 }));
    const start = performance.now();
    expect(again(() => call(a, buffer))).toEqual(refused(name, 'EAGAIN'));
    expect(performance.now() - start).toBeGreaterThanOrEqual(49);
  });

  it('says ECONNRESET once after the peer has reset, then gives 0', () => {
    const { client, server } = tcp_pair();
    reset(server);
    expect(call(client, buffer)).toEqual(refused(name, 'ECONNRESET'));
    expect(call(client, buffer)).toEqual(ok(0));
  });

  it('says ENOTCONN on a socket that has no connection, a unix stream EINVAL', () => {
    expect(call(open(), buffer)).toEqual(refused(name, 'ENOTCONN'));
    expect(call(open(AF_UNIX, SOCK_SEQPACKET), buffer)).toEqual(refused(name, 'ENOTCONN'));
    expect(call(open(AF_UNIX, SOCK_STREAM), buffer)).toEqual(refused(name, 'EINVAL'));
  });

  it('says EINVAL for MSG_OOB when no urgent byte came', () => {
    expect(call(tcp_pair().client, buffer, MSG_OOB)).toEqual(refused(name, 'EINVAL'));
  });

  it('says ECONNREFUSED on a connected UDP socket whose datagram nobody wanted', () => {
    const [from, closed] = [udp(), udp()];
    unwrap(connect(from, name_of(closed)));
    unwrap(close(closed));
    unwrap(send(from, hello));
    expect(call(troubled(from), buffer)).toEqual(refused(name, 'ECONNREFUSED'));
  });
});

/** The same calls in a process of its own, and read(2) and readv(2). */
const names = ['recv', 'recvfrom', 'recvmsg', 'recvmmsg', 'read', 'readv'] as const;
const all_ways = `
  const one = new Uint8Array(1);
  const ways = [
    (fd) => recv(fd, one),
    (fd) => recvfrom(fd, one),
    (fd) => recvmsg(fd, { msg_iov: [one] }),
    (fd) => recvmmsg(fd, mmsghdr(1, { bytes: 1 }), 1),
    (fd) => read(fd, one),
    (fd) => readv(fd, [one]),
  ];
`;

describe('recv, recvfrom, recvmsg, recvmmsg, read and readv, refused', () => {
  it('say EINTR when a signal comes first, while SO_RCVTIMEO is set: signal(7)', () => {
    const program = `${all_ways}
      const [a] = unwrap(socketpair(AF_UNIX, SOCK_STREAM, 0)).map(interrupted);
      signals();
      report(ways.map((call) => call(a)));
    `;
    expect(child(program)).toEqual(names.map((name) => refused(name, 'EINTR')));
  });

  it_in_namespace('say ETIMEDOUT when the peer acknowledges nothing for TCP_USER_TIMEOUT', () => {
    const program = `${all_ways}
      import { execFileSync } from 'node:child_process';
      const { fd, addr } = listener();
      const clients = ways.map(() => {
        // Without SO_RCVTIMEO: with it, what is left of the io_uring of execFileSync's loop, on Node 22, is an EINTR without a signal.
        const client = unwrap(socket(AF_INET, SOCK_STREAM, 0));
        unwrap(connect(client, addr));
        unwrap(accept(fd));
        unwrap(setsockopt(client, IPPROTO_TCP, TCP_USER_TIMEOUT, 100));
        return client;
      });
      execFileSync('ip', ['link', 'set', 'lo', 'down']);
      for (const client of clients) unwrap(send(client, one));
      report(ways.map((call, i) => call(clients[i])));
    `;
    expect(child(program, { namespace: 'true' })).toEqual(names.map((name) => refused(name, 'ETIMEDOUT')));
  });
});
