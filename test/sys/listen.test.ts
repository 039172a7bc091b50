import {
  AF_INET,
  AF_UNIX,
  accept,
  bind,
  connect,
  getsockopt,
  listen,
  SO_ACCEPTCONN,
  SO_REUSEADDR,
  SOCK_DGRAM,
  SOCK_NONBLOCK,
  SOCK_STREAM,
  SOL_SOCKET,
  setsockopt,
  sockaddr_in,
  sockaddr_un,
  unwrap,
} from 'sys-socket';
import { describe, expect, it } from 'vitest';
import { it_in_namespace } from '../support/namespace.js';
import { closing, listener, name_of, open, tcp_pair } from '../support/sockets.js';
import { child } from './child.js';
import { no_socket, nowhere, ok, refused } from './kit.js';
import { contract, int } from './misuse.js';

contract(listen, { fd: int, backlog: int }, [nowhere, 128], 'EBADF');

describe('listen', () => {
  it('lets a socket be connected to', () => {
    const fd = open();
    expect(listen(fd, 128)).toEqual(ok(0));
    expect(unwrap(getsockopt(fd, SOL_SOCKET, SO_ACCEPTCONN))).toBe(1);
  });

  it('lets the kernel choose a port for a socket without an address', () => {
    const fd = open();
    unwrap(listen(fd, 1));
    expect(name_of(fd).sin_port).toBeGreaterThan(0);
  });

  it('may be called again, with another backlog', () => {
    expect(listen(listener().fd, 5)).toEqual(ok(0));
  });

  it('takes a negative backlog for the most there is', () => {
    expect(listen(open(), -1)).toEqual(ok(0));
  });

  it.each([0, 1, 2])('lets backlog + 1 unix connections wait (%i), and says EAGAIN to one more', (backlog) => {
    const fd = open(AF_UNIX);
    unwrap(bind(fd, sockaddr_un('')));
    unwrap(listen(fd, backlog));
    const knock = () => connect(open(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK), name_of(fd));
    for (let i = 0; i <= backlog; ++i) expect(knock()).toEqual(ok(0));
    expect(knock()).toEqual(refused('connect', 'EAGAIN'));
    closing(unwrap(accept(fd)));
    expect(knock()).toEqual(ok(0));
  });
});

describe('listen, refused', () => {
  it('says EBADF for what is not open, ENOTSOCK for what is no socket', () => {
    expect(listen(nowhere, 1)).toEqual(refused('listen', 'EBADF'));
    expect(listen(no_socket(), 1)).toEqual(refused('listen', 'ENOTSOCK'));
  });

  it('says EOPNOTSUPP for a datagram socket', () => {
    expect(listen(open(AF_INET, SOCK_DGRAM), 1)).toEqual(refused('listen', 'EOPNOTSUPP'));
    expect(listen(open(AF_UNIX, SOCK_DGRAM), 1)).toEqual(refused('listen', 'EOPNOTSUPP'));
  });

  it('says EADDRINUSE when another socket of that port was first', () => {
    const [first, second] = [open(), open()];
    for (const fd of [first, second]) unwrap(setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, 1));
    unwrap(bind(first, sockaddr_in('127.0.0.1', 0)));
    unwrap(bind(second, name_of(first)));
    expect(listen(first, 1)).toEqual(ok(0));
    expect(listen(second, 1)).toEqual(refused('listen', 'EADDRINUSE'));
  });

  it_in_namespace('says EADDRINUSE when it must choose a port and every ephemeral one is taken', () => {
    const namespace = 'echo "40000 40000" > /proc/sys/net/ipv4/ip_local_port_range';
    const listened = child('report([1, 2].map(() => code(listen(unwrap(socket(AF_INET, SOCK_STREAM, 0)), 1))));', {
      namespace,
    });
    expect(listened).toEqual([0, 'EADDRINUSE']);
  });

  it('says EINVAL for a unix socket without a name, and for a socket that is connected', () => {
    expect(listen(open(AF_UNIX), 1)).toEqual(refused('listen', 'EINVAL'));
    expect(listen(tcp_pair().client, 1)).toEqual(refused('listen', 'EINVAL'));
  });
});
