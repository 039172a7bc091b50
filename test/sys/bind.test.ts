import { chmodSync, existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  AF_INET,
  AF_INET6,
  AF_UNIX,
  bind,
  IPPROTO_IPV6,
  IPV6_V6ONLY,
  listen,
  SO_REUSEADDR,
  SOCK_DGRAM,
  SOL_SOCKET,
  setsockopt,
  sockaddr,
  sockaddr_in,
  sockaddr_in6,
  sockaddr_un,
  unwrap,
} from 'sys-socket';
import { describe, expect, it } from 'vitest';
import { it_in_namespace } from '../support/namespace.js';
import { listener, name_of, open } from '../support/sockets.js';
import { child } from './child.js';
import { folder, no_socket, nowhere, ok, refused } from './kit.js';
import { address, contract, int, required } from './misuse.js';

const any_port = sockaddr_in('127.0.0.1', 0);

contract(bind, { fd: int, addr: required(address) }, [nowhere, any_port], 'EBADF');

describe('bind', () => {
  it('gives an IPv4 socket its address; port 0 lets the kernel choose', () => {
    const fd = open(AF_INET);
    expect(bind(fd, any_port)).toEqual(ok(0));
    expect(name_of(fd)).toMatchObject({ sin_addr: '127.0.0.1', sin_port: expect.toSatisfy((port) => port > 0) });
  });

  it('gives an IPv6 socket its address', () => {
    const fd = open(AF_INET6);
    expect(bind(fd, sockaddr_in6('::1', 0))).toEqual(ok(0));
    expect(name_of(fd).sin6_addr).toBe('::1');
  });

  it('makes a file for a unix path', () => {
    const path = join(folder(), 'socket');
    expect(bind(open(AF_UNIX), sockaddr_un(path))).toEqual(ok(0));
    expect(existsSync(path)).toBe(true);
  });

  it('takes an abstract name of exactly its bytes', () => {
    const fd = open(AF_UNIX);
    const name = `@sys-socket-${process.pid}`;
    expect(bind(fd, sockaddr_un(name))).toEqual(ok(0));
    expect(name_of(fd)).toMatchObject({ sun_path: `\0${name.slice(1)}`, length: 2 + name.length });
  });

  it('chooses an abstract name of five hex digits when given none: unix(7), autobind', () => {
    const fd = open(AF_UNIX);
    expect(bind(fd, sockaddr_un(''))).toEqual(ok(0));
    expect(name_of(fd).sun_path).toMatch(/^\0[0-9a-f]{5}$/);
  });

  it('lets IPv4 and IPv6 have the same port when IPV6_V6ONLY is set', () => {
    const v4 = open(AF_INET);
    const v6 = open(AF_INET6);
    unwrap(bind(v4, sockaddr_in('0.0.0.0', 0)));
    unwrap(setsockopt(v6, IPPROTO_IPV6, IPV6_V6ONLY, 1));
    expect(bind(v6, sockaddr_in6('::', name_of(v4).sin_port ?? 0))).toEqual(ok(0));
  });
});

// ENOMEM would take the machine out of memory.
describe('bind, refused', () => {
  it('says EBADF for what is not open, ENOTSOCK for what is no socket', () => {
    expect(bind(nowhere, any_port)).toEqual(refused('bind', 'EBADF'));
    expect(bind(no_socket(), any_port)).toEqual(refused('bind', 'ENOTSOCK'));
  });

  it('refuses a second bind with EINVAL', () => {
    const { fd } = listener();
    expect(bind(fd, any_port)).toEqual(refused('bind', 'EINVAL'));
  });

  it('says EINVAL for an address that is too short or too long for its family', () => {
    expect(bind(open(AF_INET), sockaddr(any_port.bytes.subarray(0, 8)))).toEqual(refused('bind', 'EINVAL'));
    const longer_than_sockaddr_un = Buffer.concat([sockaddr_un('@').bytes, Buffer.alloc(108, 'a')]);
    expect(bind(open(AF_UNIX), sockaddr(longer_than_sockaddr_un))).toEqual(refused('bind', 'EINVAL'));
  });

  it('says EINVAL for a link-local address without its interface', () => {
    expect(bind(open(AF_INET6), sockaddr_in6('fe80::1', 0))).toEqual(refused('bind', 'EINVAL'));
  });

  it("says EAFNOSUPPORT for another family's address, a unix socket EINVAL", () => {
    expect(bind(open(AF_INET), sockaddr_in6('::1', 0))).toEqual(refused('bind', 'EAFNOSUPPORT'));
    expect(bind(open(AF_UNIX), any_port)).toEqual(refused('bind', 'EINVAL'));
  });

  it('says EADDRINUSE where another socket listens, with SO_REUSEADDR on both too', () => {
    const { addr, fd } = listener();
    const second = open();
    for (const each of [fd, second]) unwrap(setsockopt(each, SOL_SOCKET, SO_REUSEADDR, 1));
    expect(bind(second, addr)).toEqual(refused('bind', 'EADDRINUSE'));
  });

  it('lets two sockets with SO_REUSEADDR have one port while neither listens', () => {
    const [first, second, third] = [open(), open(), open()];
    for (const each of [first, second, third]) unwrap(setsockopt(each, SOL_SOCKET, SO_REUSEADDR, 1));
    unwrap(bind(first, any_port));
    expect(bind(second, name_of(first))).toEqual(ok(0));
    unwrap(listen(first, 1));
    expect(bind(third, name_of(first))).toEqual(refused('bind', 'EADDRINUSE'));
  });

  it('says EADDRINUSE for a path that exists, whatever it is', () => {
    const path = join(folder(), 'file');
    writeFileSync(path, '');
    expect(bind(open(AF_UNIX), sockaddr_un(path))).toEqual(refused('bind', 'EADDRINUSE'));
  });

  it('says EADDRNOTAVAIL for an address that no interface has', () => {
    const elsewhere = sockaddr_in('192.0.2.1', 0); // TEST-NET-1
    expect(bind(open(AF_INET), elsewhere)).toEqual(refused('bind', 'EADDRNOTAVAIL'));
    expect(bind(open(AF_INET, SOCK_DGRAM), elsewhere)).toEqual(refused('bind', 'EADDRNOTAVAIL'));
  });

  it('says ENOENT, ENOTDIR, ELOOP and ENAMETOOLONG of the way to a path', () => {
    const at = folder();
    writeFileSync(join(at, 'file'), '');
    symlinkSync('loop', join(at, 'loop'));
    symlinkSync('a'.repeat(256), join(at, 'long')); // a name may have NAME_MAX = 255 bytes
    const bind_to = (path: string) => bind(open(AF_UNIX), sockaddr_un(join(at, path)));
    expect(bind_to('missing/socket')).toEqual(refused('bind', 'ENOENT'));
    expect(bind_to('file/socket')).toEqual(refused('bind', 'ENOTDIR'));
    expect(bind_to('loop/socket')).toEqual(refused('bind', 'ELOOP'));
    expect(bind_to('long/socket')).toEqual(refused('bind', 'ENAMETOOLONG'));
  });

  it('says EACCES to an ordinary user for a folder that may not be entered or written', () => {
    const at = folder();
    chmodSync(at, 0o755);
    mkdirSync(join(at, 'closed'), { mode: 0o000 });
    mkdirSync(join(at, 'read-only'), { mode: 0o555 });
    const program = `
      ordinary_user();
      const bind_to = (path) => code(bind(unwrap(socket(AF_UNIX, SOCK_STREAM, 0)), sockaddr_un(path)));
      report([bind_to('${at}/closed/socket'), bind_to('${at}/read-only/socket')]);
    `;
    expect(child(program)).toEqual(['EACCES', 'EACCES']);
  });

  const unprivileged = Number(readFileSync('/proc/sys/net/ipv4/ip_unprivileged_port_start', 'utf8'));
  const all_ports = unprivileged <= 1 ? ' (skipped: here every port is open to them)' : '';
  it.skipIf(all_ports)(`says EACCES to an ordinary user for a privileged port${all_ports}`, () => {
    const program = `ordinary_user(); report(bind(unwrap(socket(AF_INET, SOCK_STREAM, 0)), sockaddr_in('127.0.0.1', 1)));`;
    expect(child(program)).toEqual(refused('bind', 'EACCES'));
  });

  it_in_namespace('says EADDRINUSE for port 0 when every ephemeral port is taken', () => {
    const program = `
      const any_port = sockaddr_in('127.0.0.1', 0);
      const fds = [1, 2].map(() => unwrap(socket(AF_INET, SOCK_STREAM, 0)));
      report(fds.map((fd) => code(bind(fd, any_port))));
    `;
    const namespace = 'echo "40000 40000" > /proc/sys/net/ipv4/ip_local_port_range';
    expect(child(program, { namespace })).toEqual([0, 'EADDRINUSE']);
  });

  it_in_namespace('says EROFS on a filesystem that is mounted read-only', () => {
    const at = folder();
    const program = `report(bind(unwrap(socket(AF_UNIX, SOCK_STREAM, 0)), sockaddr_un('${at}/socket')));`;
    expect(child(program, { namespace: `mount -t tmpfs -o ro none ${at}` })).toEqual(refused('bind', 'EROFS'));
  });
});
