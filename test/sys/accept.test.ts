import {
  AF_INET6,
  AF_UNIX,
  accept,
  accept4,
  bind,
  connect,
  type Domain,
  F_GETFD,
  F_GETFL,
  F_SETFL,
  FD_CLOEXEC,
  fcntl,
  listen,
  O_NONBLOCK,
  O_RDWR,
  POLLIN,
  poll,
  SHUT_RDWR,
  SO_RCVTIMEO,
  SOCK_CLOEXEC,
  SOCK_DGRAM,
  SOCK_NONBLOCK,
  SOL_SOCKET,
  setsockopt,
  shutdown,
  sockaddr_storage,
  sockaddr_un,
  unwrap,
} from 'sys-socket';
import { describe, expect, it } from 'vitest';
import { closing, listener, name_of, open } from '../support/sockets.js';
import { child } from './child.js';
import { again, no_socket, nowhere, ok, refused, reset } from './kit.js';
import { address, contract, flags, int } from './misuse.js';

contract(accept, { fd: int, addr: address }, [nowhere, undefined], 'EBADF');
contract(accept4, { fd: int, addr: address, flags }, [nowhere, undefined, 0], 'EBADF');

/** A listener to which one client has connected. */
function knocked(family?: Domain) {
  const { fd, addr } = listener(family);
  const client = open(family);
  unwrap(connect(client, addr));
  return { fd, client };
}

describe('accept', () => {
  it('takes the connections in the order of their coming', () => {
    const { fd, client } = knocked();
    const second = open();
    unwrap(connect(second, name_of(fd)));
    const ports = [client, second].map(() => {
      const peer = sockaddr_storage();
      closing(unwrap(accept(fd, peer)));
      return peer.sin_port;
    });
    expect(ports).toEqual([name_of(client).sin_port, name_of(second).sin_port]);
  });

  it("fills in the peer's address, of either family, in the same storage", () => {
    const peer = sockaddr_storage();
    const v6 = knocked(AF_INET6);
    closing(unwrap(accept(v6.fd, peer)));
    expect(peer).toMatchObject({ length: 28, sin6_addr: '::1', sin6_port: name_of(v6.client).sin6_port });
    const v4 = knocked();
    closing(unwrap(accept(v4.fd, peer)));
    expect(peer).toMatchObject({ length: 16, sin_addr: '127.0.0.1', sin_port: name_of(v4.client).sin_port });
  });

  it('says how long the address is when there is less room for it, and writes no more than there is', () => {
    const peer = sockaddr_storage(4);
    closing(unwrap(accept(knocked().fd, peer)));
    expect(peer.length).toBe(16);
    expect(peer.bytes).toHaveLength(4);
    expect(peer.sin_addr).toBeUndefined();
  });

  it('gives a unix client without a name an address of two bytes: its family', () => {
    const fd = open(AF_UNIX);
    unwrap(bind(fd, sockaddr_un('')));
    unwrap(listen(fd, 1));
    unwrap(connect(open(AF_UNIX), name_of(fd)));
    const peer = sockaddr_storage();
    closing(unwrap(accept(fd, peer)));
    expect(peer).toMatchObject({ length: 2, sa_family: AF_UNIX, sun_path: '' });
  });

  it('gives a descriptor that blocks and is inherited, whatever the listener is', () => {
    const { fd } = knocked();
    unwrap(fcntl(fd, F_SETFL, O_RDWR | O_NONBLOCK));
    const conn = closing(unwrap(accept(fd)));
    expect(unwrap(fcntl(conn, F_GETFL))).toBe(O_RDWR);
    expect(unwrap(fcntl(conn, F_GETFD))).toBe(0);
  });
});

describe('accept4', () => {
  it('takes flags for the new descriptor, in the same call', () => {
    const conn = closing(unwrap(accept4(knocked().fd, null, SOCK_NONBLOCK | SOCK_CLOEXEC)));
    expect(unwrap(fcntl(conn, F_GETFL))).toBe(O_RDWR | O_NONBLOCK);
    expect(unwrap(fcntl(conn, F_GETFD))).toBe(FD_CLOEXEC);
  });

  it('is accept without them', () => {
    const peer = sockaddr_storage();
    const { fd, client } = knocked();
    const conn = closing(unwrap(accept4(fd, peer, 0)));
    expect(unwrap(fcntl(conn, F_GETFL))).toBe(O_RDWR);
    expect(peer.sin_port).toBe(name_of(client).sin_port);
  });

  it('says EINVAL for other flags', () => {
    expect(accept4(knocked().fd, null, 1)).toEqual(refused('accept4', 'EINVAL'));
  });
});

// ENFILE, ENOBUFS and ENOMEM would take the whole machine out of descriptors or memory. ECONNABORTED, EPERM and EPROTO come from
// other systems' TCP and from firewalls: Linux's TCP gives a connection out that was reset while it waited, see below.
describe.each([
  { name: 'accept', call: accept } as const,
  { name: 'accept4', call: (...[fd, addr = null]: Parameters<typeof accept>) => accept4(fd, addr, 0) } as const,
])('$name, refused', ({ name, call }) => {
  it('says EBADF for what is not open, ENOTSOCK for what is no socket', () => {
    expect(call(nowhere)).toEqual(refused(name, 'EBADF'));
    expect(call(no_socket())).toEqual(refused(name, 'ENOTSOCK'));
  });

  it('says EOPNOTSUPP for datagrams', () => {
    expect(call(open(AF_UNIX, SOCK_DGRAM))).toEqual(refused(name, 'EOPNOTSUPP'));
    expect(call(open(undefined, SOCK_DGRAM))).toEqual(refused(name, 'EOPNOTSUPP'));
  });

  it('says EINVAL when the socket does not listen, or no longer', () => {
    expect(call(open())).toEqual(refused(name, 'EINVAL'));
    const { fd } = listener();
    unwrap(shutdown(fd, SHUT_RDWR));
    expect(call(fd)).toEqual(refused(name, 'EINVAL'));
  });

  it('says EAGAIN when none waits and the listener does not block', () => {
    const { fd } = listener();
    unwrap(fcntl(fd, F_SETFL, O_NONBLOCK));
    expect(call(fd)).toEqual(refused(name, 'EAGAIN'));
  });

  it('says EAGAIN when SO_RCVTIMEO has run out', () => {
    const { fd } = listener();
    unwrap(setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, { tv_sec: 0, tv_usec: 50_000 }));
    const start = performance.now();
    expect(again(() => call(fd))).toEqual(refused(name, 'EAGAIN'));
    expect(performance.now() - start).toBeGreaterThanOrEqual(49);
  });

  it('gives out a connection that was reset while it waited', () => {
    const { fd, client } = knocked();
    reset(client);
    expect(poll([{ fd, events: POLLIN }], 2000)).toEqual(ok(1));
    const conn = call(fd);
    expect(conn.ok).toBe(true);
    closing(unwrap(conn));
  });
});

describe('accept in a process of its own', () => {
  it('says EMFILE when the process has no descriptor free: the connection still waits', () => {
    const program = `
      const { fd, addr } = listener();
      unwrap(connect(unwrap(socket(AF_INET, SOCK_STREAM, 0)), addr));
      const open = [];
      for (let made = socket(AF_INET, SOCK_STREAM, 0); made.ok; made = socket(AF_INET, SOCK_STREAM, 0)) open.push(made.value);
      const full = [accept(fd), accept4(fd, null, 0)].map(code);
      unwrap(close(open.at(-1)));
      report([...full, accept(fd).ok]);
    `;
    expect(child(program, { nofile: 256 })).toEqual(['EMFILE', 'EMFILE', true]);
  });

  it('says EINTR when a signal comes while SO_RCVTIMEO is set: signal(7)', () => {
    const program = `
      const fd = interrupted(listener().fd);
      signals();
      report([accept(fd), accept4(fd, null, 0)].map(code));
    `;
    expect(child(program)).toEqual(['EINTR', 'EINTR']);
  });
});
