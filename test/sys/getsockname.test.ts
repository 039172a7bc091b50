import { join } from 'node:path';
import {
  AF_INET,
  AF_INET6,
  AF_UNIX,
  bind,
  connect,
  getsockname,
  sockaddr_in,
  sockaddr_in6,
  sockaddr_storage,
  sockaddr_un,
  unwrap,
} from 'sys-socket';
import { describe, expect, it } from 'vitest';
import { listener, name_of, open } from '../support/sockets.js';
import { folder, no_socket, nowhere, ok, refused } from './kit.js';
import { address, contract, filled, int } from './misuse.js';

contract(getsockname, { fd: int, addr: filled(address) }, [nowhere, sockaddr_storage()], 'EBADF');

describe('getsockname', () => {
  it('fills in the address that bind gave', () => {
    const addr = sockaddr_storage();
    const fd = open(AF_INET6);
    unwrap(bind(fd, sockaddr_in6('::1', 0)));
    expect(getsockname(fd, addr)).toEqual(ok(0));
    expect(addr).toMatchObject({ length: 28, sin6_addr: '::1', sin6_port: expect.toSatisfy((port) => port > 0) });
  });

  it('makes the address when it is given none', () => {
    const { fd, addr } = listener();
    expect(unwrap(getsockname(fd)).text).toBe(addr.text);
    expect(getsockname(nowhere)).toEqual(refused('getsockname', 'EBADF'));
  });

  it('fills in the address that connect chose', () => {
    const fd = open();
    unwrap(connect(fd, listener().addr));
    expect(name_of(fd)).toMatchObject({ sin_addr: '127.0.0.1', sin_port: expect.toSatisfy((port) => port > 0) });
  });

  it('fills in zeros for a socket that has no address yet', () => {
    expect(String(name_of(open(AF_INET)))).toBe('0.0.0.0:0');
    expect(String(name_of(open(AF_INET6)))).toBe('[::]:0');
    expect(name_of(open(AF_UNIX))).toMatchObject({ length: 2, sun_path: '' });
  });

  it.each(['socket', 'ü'])('fills in a unix path and the NUL that ends it (%s)', (name) => {
    const path = join(folder(), name);
    const fd = open(AF_UNIX);
    unwrap(bind(fd, sockaddr_un(path)));
    expect(name_of(fd)).toMatchObject({ length: 2 + Buffer.byteLength(path) + 1, sun_path: path });
  });

  it('reports a path of 108 bytes as 111: the kernel counts a NUL for which sun_path has no room (unix(7), BUGS)', () => {
    const at = folder();
    const path = join(at, 'x'.repeat(108 - at.length - 1));
    const fd = open(AF_UNIX);
    unwrap(bind(fd, sockaddr_un(path)));
    expect(name_of(fd)).toMatchObject({ length: 111, sun_path: path });
  });

  it.each([0, 1, 2, 8, 15])(
    'says the real length when there is room for %i bytes only, and fills those',
    (capacity) => {
      const fd = open();
      unwrap(bind(fd, sockaddr_in('127.0.0.1', 0)));
      const whole = name_of(fd);
      const addr = sockaddr_storage(capacity);
      expect(getsockname(fd, addr)).toEqual(ok(0));
      expect(addr.length).toBe(16);
      expect(addr.bytes).toEqual(whole.bytes.subarray(0, capacity));
    },
  );

  it('fills the same storage again, shorter or longer', () => {
    const addr = sockaddr_storage();
    for (const [family, length] of [
      [AF_INET6, 28],
      [AF_UNIX, 2],
      [AF_INET, 16],
    ] as const) {
      unwrap(getsockname(open(family), addr));
      expect(addr).toMatchObject({ sa_family: family, length });
    }
  });
});

// EINVAL is for a negative addrlen, which no storage has. ENOBUFS would take the machine out of memory.
describe('getsockname, refused', () => {
  it('says EBADF for what is not open, ENOTSOCK for what is no socket', () => {
    expect(getsockname(nowhere, sockaddr_storage())).toEqual(refused('getsockname', 'EBADF'));
    expect(getsockname(no_socket(), sockaddr_storage())).toEqual(refused('getsockname', 'ENOTSOCK'));
  });
});
