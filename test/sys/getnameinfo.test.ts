import { hostname } from 'node:os';
import {
  getnameinfo,
  NI_DGRAM,
  NI_NAMEREQD,
  NI_NUMERICHOST,
  NI_NUMERICSERV,
  sockaddr,
  sockaddr_in,
  sockaddr_in6,
  sockaddr_un,
} from 'sys-socket';
import { describe, expect, it } from 'vitest';
import { by_libc } from '../support/libc.js';
import { it_in_namespace } from '../support/namespace.js';
import { ok } from './kit.js';
import { address, flags, optional } from './misuse.js';
import { with_name_server, without_name_server } from './name-server.js';

const numeric = NI_NUMERICHOST | NI_NUMERICSERV;

function refused(code: string) {
  return { ok: false, error: expect.objectContaining({ syscall: 'getnameinfo', code }) };
}

describe('getnameinfo', () => {
  it.each([
    [sockaddr_in('127.0.0.1', 9000), '127.0.0.1', '9000'],
    [sockaddr_in6('::1', 65_535), '::1', '65535'],
    [sockaddr_in6('fe80::1', 0, 1), 'fe80::1%lo', '0'],
  ])('writes the numbers of %s', (addr, host, serv) => {
    expect(getnameinfo(addr, numeric)).toEqual(ok({ host, serv }));
  });

  it('names the service, of TCP, or of UDP with NI_DGRAM: services(5) has 514 twice', () => {
    const addr = sockaddr_in('127.0.0.1', 514);
    expect(getnameinfo(addr, NI_NUMERICHOST)).toEqual(ok({ host: '127.0.0.1', serv: 'shell' }));
    expect(getnameinfo(addr, NI_NUMERICHOST | NI_DGRAM)).toEqual(ok({ host: '127.0.0.1', serv: 'syslog' }));
  });

  it("gives this host's name and the path for a unix socket, a family that musl does not know", () => {
    const expected = by_libc({ glibc: ok({ host: hostname(), serv: '/run/x.sock' }), musl: refused('EAI_FAMILY') });
    expect(getnameinfo(sockaddr_un('/run/x.sock'))).toEqual(expected);
  });

  it('writes a unix path of any length, where libc knows the family', () => {
    const serv = `/${'p'.repeat(106)}`;
    const expected = by_libc({ glibc: ok({ host: 'localhost', serv }), musl: refused('EAI_FAMILY') });
    expect(getnameinfo(sockaddr_un(serv), numeric)).toEqual(expected);
  });
});

// EAI_OVERFLOW cannot be: the room is NI_MAXHOST and NI_MAXSERV.
describe('getnameinfo, refused', () => {
  it('says EAI_FAMILY for a family that it does not know, and for half an address', () => {
    expect(getnameinfo(sockaddr(Uint8Array.of(99, 0, 0, 0)))).toEqual(refused('EAI_FAMILY'));
    expect(getnameinfo(sockaddr(sockaddr_in('127.0.0.1', 80).bytes.subarray(0, 8)))).toEqual(refused('EAI_FAMILY'));
  });

  it('says EAI_BADFLAGS for unknown flags, which musl ignores', () => {
    const expected = by_libc({ glibc: refused('EAI_BADFLAGS'), musl: ok({ host: '127.0.0.1', serv: '80' }) });
    expect(getnameinfo(sockaddr_in('127.0.0.1', 80), numeric | 0x4000)).toEqual(expected);
  });

  it_in_namespace(
    'says EAI_AGAIN, with musl EAI_NONAME, if a name is required and no name server can be reached',
    () => {
      const program = `report(getnameinfo(sockaddr_in('192.0.2.1', 80), ${NI_NAMEREQD}));`;
      const code = by_libc({ glibc: 'EAI_AGAIN', musl: 'EAI_NONAME' });
      expect(without_name_server(program)).toEqual(refused(code));
    },
  );

  it_in_namespace('says EAI_NONAME when a name is required and there is none', () => {
    const program = `report(getnameinfo(sockaddr_in('192.0.2.1', 80), ${NI_NAMEREQD}));`;
    expect(with_name_server(program)).toEqual(refused('EAI_NONAME'));
  });
});

describe('getnameinfo, of its arguments', () => {
  const addr = sockaddr_in('127.0.0.1', 80);

  it.each(address)('throws a TypeError when addr is %s', (_, bad) => {
    expect(() => Reflect.apply(getnameinfo, undefined, [bad])).toThrow('getnameinfo: addr must be ');
  });

  it.each(optional(flags))('throws when flags is %s', (_, bad, error) => {
    expect(() => Reflect.apply(getnameinfo, undefined, [addr, bad])).toThrow(error);
    expect(() => Reflect.apply(getnameinfo, undefined, [addr, bad])).toThrow('getnameinfo: flags must be ');
  });
});
