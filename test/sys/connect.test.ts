import { chmodSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  AF_INET,
  AF_INET6,
  AF_UNIX,
  AF_UNSPEC,
  accept,
  bind,
  connect,
  ECONNREFUSED,
  getpeername,
  getsockopt,
  IPPROTO_TCP,
  listen,
  POLLOUT,
  poll,
  SO_ERROR,
  SO_SNDTIMEO,
  SOCK_DGRAM,
  SOCK_NONBLOCK,
  SOCK_STREAM,
  SOL_SOCKET,
  send,
  setsockopt,
  sockaddr,
  sockaddr_in,
  sockaddr_in6,
  sockaddr_storage,
  sockaddr_un,
  TCP_USER_TIMEOUT,
  unwrap,
} from 'sys-socket';
import { describe, expect, it } from 'vitest';
import { it_in_namespace } from '../support/namespace.js';
import { closing, listener, name_of, open, tcp_pair } from '../support/sockets.js';
import { child } from './child.js';
import { again, folder, no_socket, nowhere, ok, refused, reset, troubled } from './kit.js';
import { address, contract, int, required } from './misuse.js';

contract(connect, { fd: int, addr: required(address) }, [nowhere, sockaddr_in('127.0.0.1', 1)], 'EBADF');

/** The address of a TCP socket that does not listen: nobody else can take its port. */
function silent() {
  const fd = open();
  unwrap(bind(fd, sockaddr_in('127.0.0.1', 0)));
  return name_of(fd);
}

/** A TCP listener whose queue is full: it drops what comes. */
function full() {
  const { addr } = listener(AF_INET, 0);
  unwrap(connect(open(), addr));
  return addr;
}

/** A unix listener whose queue is full. */
function full_unix() {
  const fd = open(AF_UNIX);
  unwrap(bind(fd, sockaddr_un('')));
  unwrap(listen(fd, 0));
  unwrap(connect(open(AF_UNIX), name_of(fd)));
  return name_of(fd);
}

describe('connect', () => {
  it.each([
    ['IPv4', AF_INET],
    ['IPv6', AF_INET6],
  ])('connects a stream over %s', (_, family) => {
    const { fd, addr } = listener(family);
    const client = open(family);
    expect(connect(client, addr)).toEqual(ok(0));
    closing(unwrap(accept(fd)));
    const peer = sockaddr_storage();
    unwrap(getpeername(client, peer));
    expect(String(peer)).toBe(String(addr));
  });

  it('connects without blocking: EINPROGRESS, then POLLOUT, then SO_ERROR says 0', () => {
    const client = open(AF_INET, SOCK_STREAM | SOCK_NONBLOCK);
    expect(connect(client, listener().addr)).toEqual(refused('connect', 'EINPROGRESS'));
    expect(poll([{ fd: client, events: POLLOUT }], 2000)).toEqual(ok(1));
    expect(getsockopt(client, SOL_SOCKET, SO_ERROR)).toEqual(ok(0));
    expect(connect(client, silent()), 'the first call after that reports the success too').toEqual(ok(0));
  });

  it('tells a refusal to a socket that does not block by SO_ERROR only', () => {
    const client = open(AF_INET, SOCK_STREAM | SOCK_NONBLOCK);
    expect(connect(client, silent())).toEqual(refused('connect', 'EINPROGRESS'));
    expect(poll([{ fd: client, events: POLLOUT }], 2000)).toEqual(ok(1));
    expect(getsockopt(client, SOL_SOCKET, SO_ERROR)).toEqual(ok(ECONNREFUSED));
  });

  it('sets where a datagram socket sends to, again and again; AF_UNSPEC dissolves it', () => {
    const fd = open(AF_INET, SOCK_DGRAM);
    expect(connect(fd, sockaddr_in('127.0.0.1', 1))).toEqual(ok(0));
    expect(connect(fd, sockaddr_in('127.0.0.1', 2))).toEqual(ok(0));
    expect(connect(fd, sockaddr(Uint8Array.of(AF_UNSPEC, 0)))).toEqual(ok(0));
    expect(send(fd, Buffer.from('x'))).toEqual(refused('send', 'EDESTADDRREQ'));
  });
});

// EADDRINUSE and EPERM are not among what TCP of this kernel answers: EADDRNOTAVAIL and silence stand in their places.
describe('connect, refused', () => {
  it('says EBADF for what is not open, ENOTSOCK for what is no socket', () => {
    expect(connect(nowhere, silent())).toEqual(refused('connect', 'EBADF'));
    expect(connect(no_socket(), silent())).toEqual(refused('connect', 'ENOTSOCK'));
  });

  it('says ECONNREFUSED where nobody listens', () => {
    expect(connect(open(), silent())).toEqual(refused('connect', 'ECONNREFUSED'));
    const unheard = open(AF_UNIX);
    unwrap(bind(unheard, sockaddr_un('')));
    expect(connect(open(AF_UNIX), name_of(unheard))).toEqual(refused('connect', 'ECONNREFUSED'));
  });

  it('says ECONNREFUSED for a path that is no socket, ENOENT for none', () => {
    const path = join(folder(), 'file');
    expect(connect(open(AF_UNIX), sockaddr_un(path))).toEqual(refused('connect', 'ENOENT'));
    writeFileSync(path, '');
    expect(connect(open(AF_UNIX), sockaddr_un(path))).toEqual(refused('connect', 'ECONNREFUSED'));
  });

  it('says EALREADY while an attempt goes on', () => {
    const addr = full();
    const client = open(AF_INET, SOCK_STREAM | SOCK_NONBLOCK);
    expect(connect(client, addr)).toEqual(refused('connect', 'EINPROGRESS'));
    expect(connect(client, addr)).toEqual(refused('connect', 'EALREADY'));
  });

  it('says EINPROGRESS when SO_SNDTIMEO has run out: socket(7)', () => {
    const in_time = () => {
      const client = open();
      unwrap(setsockopt(client, SOL_SOCKET, SO_SNDTIMEO, { tv_sec: 0, tv_usec: 50_000 }));
      return connect(client, full());
    };
    expect(again(in_time)).toEqual(refused('connect', 'EINPROGRESS'));
  });

  it('says ETIMEDOUT when nobody answers within TCP_USER_TIMEOUT', () => {
    const in_time = () => {
      const client = open();
      unwrap(setsockopt(client, SOL_SOCKET, SO_SNDTIMEO, { tv_sec: 10, tv_usec: 0 }));
      unwrap(setsockopt(client, IPPROTO_TCP, TCP_USER_TIMEOUT, 100));
      return connect(client, full());
    };
    expect(again(in_time)).toEqual(refused('connect', 'ETIMEDOUT'));
  });

  it('says ECONNRESET when the connection was made and reset before it was asked for', () => {
    const { fd, addr } = listener();
    const client = open(AF_INET, SOCK_STREAM | SOCK_NONBLOCK);
    expect(connect(client, addr)).toEqual(refused('connect', 'EINPROGRESS'));
    reset(unwrap(accept(fd)));
    expect(connect(troubled(client), addr)).toEqual(refused('connect', 'ECONNRESET'));
  });

  it('says EISCONN on a stream that is connected', () => {
    const { client } = tcp_pair();
    expect(connect(client, listener().addr)).toEqual(refused('connect', 'EISCONN'));
  });

  it('says EAGAIN on a unix socket that does not block, or not for longer, when the queue is full', () => {
    const addr = full_unix();
    expect(connect(open(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK), addr)).toEqual(refused('connect', 'EAGAIN'));
    const client = open(AF_UNIX);
    unwrap(setsockopt(client, SOL_SOCKET, SO_SNDTIMEO, { tv_sec: 0, tv_usec: 50_000 }));
    expect(again(() => connect(client, addr))).toEqual(refused('connect', 'EAGAIN'));
  });

  it('says EPROTOTYPE for a unix peer of another type', () => {
    const fd = open(AF_UNIX, SOCK_STREAM);
    unwrap(bind(fd, sockaddr_un(join(folder(), 'stream'))));
    expect(connect(open(AF_UNIX, SOCK_DGRAM), name_of(fd))).toEqual(refused('connect', 'EPROTOTYPE'));
  });

  it("says EAFNOSUPPORT for another family's address, EINVAL for one that is too short", () => {
    expect(connect(open(AF_INET), sockaddr_in6('::1', 1))).toEqual(refused('connect', 'EAFNOSUPPORT'));
    expect(connect(open(AF_INET6), sockaddr_in('127.0.0.1', 1))).toEqual(refused('connect', 'EINVAL'));
  });

  it('says ENETUNREACH for TCP to a broadcast address, EACCES for UDP without SO_BROADCAST', () => {
    const everybody = sockaddr_in('127.255.255.255', 1);
    expect(connect(open(AF_INET), everybody)).toEqual(refused('connect', 'ENETUNREACH'));
    expect(connect(open(AF_INET, SOCK_DGRAM), everybody)).toEqual(refused('connect', 'EACCES'));
  });

  it('says EACCES to an ordinary user for a socket file that may not be written', () => {
    const at = folder();
    const fd = open(AF_UNIX);
    unwrap(bind(fd, sockaddr_un(join(at, 'socket'))));
    unwrap(listen(fd, 1));
    chmodSync(at, 0o755);
    chmodSync(join(at, 'socket'), 0o444);
    const program = `ordinary_user(); report(connect(unwrap(socket(AF_UNIX, SOCK_STREAM, 0)), sockaddr_un('${at}/socket')));`;
    expect(child(program)).toEqual(refused('connect', 'EACCES'));
  });

  it_in_namespace('says what the routes say: ENETUNREACH without one, EHOSTUNREACH, EACCES and EINVAL', () => {
    const namespace = [
      'ip route add unreachable 192.0.2.0/24',
      'ip route add prohibit 198.51.100.0/24',
      'ip route add blackhole 203.0.113.0/24',
    ].join(' && ');
    const program = `
      const to = (addr) => code(connect(unwrap(socket(AF_INET, SOCK_STREAM, 0)), sockaddr_in(addr, 9)));
      report(['10.0.0.1', '192.0.2.1', '198.51.100.1', '203.0.113.1'].map(to));
    `;
    expect(child(program, { namespace })).toEqual(['ENETUNREACH', 'EHOSTUNREACH', 'EACCES', 'EINVAL']);
  });

  it_in_namespace('says EADDRNOTAVAIL when every ephemeral port is taken', () => {
    const namespace = 'echo "40000 40000" > /proc/sys/net/ipv4/ip_local_port_range';
    const program = 'const { addr } = listener(); report(connect(unwrap(socket(AF_INET, SOCK_STREAM, 0)), addr));';
    expect(child(program, { namespace })).toEqual(refused('connect', 'EADDRNOTAVAIL'));
  });

  it('names the address, each error its own, also when it is an address to be filled again', () => {
    const addresses = [sockaddr_in('127.0.0.1', 1), sockaddr_un('/nowhere/x.sock')];
    const errors = addresses.map((addr) => connect(open(addr.sa_family), addr));
    expect(errors).toMatchObject([{ error: { address: '127.0.0.1:1' } }, { error: { address: '/nowhere/x.sock' } }]);
    expect(() => unwrap(connect(open(), sockaddr_in('127.0.0.1', 1)))).toThrow(
      expect.objectContaining({
        code: 'ECONNREFUSED',
        address: '127.0.0.1:1',
        message: expect.stringMatching(/, connect 127\.0\.0\.1:1$/),
      }),
    );
  });

  it('says EINTR when a signal comes while it waits', () => {
    const program = `
      const { addr } = listener(0);
      unwrap(connect(unwrap(socket(AF_INET, SOCK_STREAM, 0)), addr));
      const fd = interrupted(unwrap(socket(AF_INET, SOCK_STREAM, 0)));
      signals();
      const first = code(connect(fd, addr));
      unwrap(fcntl(fd, F_SETFL, O_NONBLOCK));
      report([first, code(connect(fd, addr))]);
    `;
    expect(child(program), 'and the attempt goes on').toEqual(['EINTR', 'EALREADY']);
  });
});
