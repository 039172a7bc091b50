import {
  AF_INET,
  AF_INET6,
  AF_UNIX,
  as_domain,
  close,
  F_GETFD,
  F_GETFL,
  FD_CLOEXEC,
  fcntl,
  getsockopt,
  IPPROTO_TCP,
  IPPROTO_UDP,
  O_NONBLOCK,
  O_RDWR,
  SO_DOMAIN,
  SO_PROTOCOL,
  SO_TYPE,
  SOCK_CLOEXEC,
  SOCK_DGRAM,
  SOCK_NONBLOCK,
  SOCK_RDM,
  SOCK_SEQPACKET,
  SOCK_STREAM,
  SOL_SOCKET,
  socket,
  unwrap,
} from 'sys-socket';
import { describe, expect, it } from 'vitest';
import { it_in_namespace } from '../support/namespace.js';
import { open } from '../support/sockets.js';
import { child } from './child.js';
import { refused } from './kit.js';
import { contract, flags, int } from './misuse.js';

contract(socket, { domain: int, type: flags, protocol: int }, [999, SOCK_STREAM, 0], 'EAFNOSUPPORT');

describe('socket', () => {
  it.each([
    ['TCP over IPv4', AF_INET, SOCK_STREAM, IPPROTO_TCP],
    ['TCP over IPv6', AF_INET6, SOCK_STREAM, IPPROTO_TCP],
    ['UDP over IPv4', AF_INET, SOCK_DGRAM, IPPROTO_UDP],
    ['UDP over IPv6', AF_INET6, SOCK_DGRAM, IPPROTO_UDP],
    ['a unix stream', AF_UNIX, SOCK_STREAM, 0],
    ['unix datagrams', AF_UNIX, SOCK_DGRAM, 0],
    ['unix packets', AF_UNIX, SOCK_SEQPACKET, 0],
  ])('makes %s', (_, domain, type, protocol) => {
    const fd = open(domain, type, 0);
    expect(unwrap(getsockopt(fd, SOL_SOCKET, SO_DOMAIN))).toBe(domain);
    expect(unwrap(getsockopt(fd, SOL_SOCKET, SO_TYPE))).toBe(type);
    expect(unwrap(getsockopt(fd, SOL_SOCKET, SO_PROTOCOL))).toBe(protocol);
  });

  it('gives the lowest number that is free', () => {
    const first = open();
    unwrap(close(first));
    expect(open()).toBe(first);
  });

  it('adds no flag of its own: the socket blocks and is inherited by children', () => {
    const fd = open(AF_INET, SOCK_STREAM);
    expect(unwrap(fcntl(fd, F_GETFL))).toBe(O_RDWR);
    expect(unwrap(fcntl(fd, F_GETFD))).toBe(0);
  });

  it('takes SOCK_NONBLOCK and SOCK_CLOEXEC with the type', () => {
    const fd = open(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC);
    expect(unwrap(fcntl(fd, F_GETFL))).toBe(O_RDWR | O_NONBLOCK);
    expect(unwrap(fcntl(fd, F_GETFD))).toBe(FD_CLOEXEC);
  });
});

// ENFILE, ENOBUFS and ENOMEM would take the whole machine out of descriptors or memory.
describe('socket, refused', () => {
  it('says EAFNOSUPPORT for a domain that the kernel lacks', () => {
    expect(socket(as_domain(999), SOCK_STREAM, 0)).toEqual(refused('socket', 'EAFNOSUPPORT'));
    expect(socket(as_domain(-1), SOCK_STREAM, 0)).toEqual(refused('socket', 'EAFNOSUPPORT'));
  });

  it('says EINVAL for unknown flags in the type, and for a type that no domain has', () => {
    expect(socket(AF_INET, SOCK_STREAM | 0x1000_0000, 0)).toEqual(refused('socket', 'EINVAL'));
    expect(socket(AF_INET, 15, 0)).toEqual(refused('socket', 'EINVAL'));
  });

  it("says EPROTONOSUPPORT for another type's protocol", () => {
    expect(socket(AF_INET, SOCK_STREAM, IPPROTO_UDP)).toEqual(refused('socket', 'EPROTONOSUPPORT'));
    expect(socket(AF_UNIX, SOCK_STREAM, IPPROTO_UDP)).toEqual(refused('socket', 'EPROTONOSUPPORT'));
  });

  it('says ESOCKTNOSUPPORT for a type that the domain lacks', () => {
    expect(socket(AF_INET, SOCK_RDM, 0)).toEqual(refused('socket', 'ESOCKTNOSUPPORT'));
  });

  it('says EMFILE when the process has as many descriptors as it may', () => {
    const filled = child('let made; do made = socket(AF_INET, SOCK_STREAM, 0); while (made.ok); report(made);', {
      nofile: 256,
    });
    expect(filled).toEqual(refused('socket', 'EMFILE'));
  });

  it('says EPERM to an ordinary user who wants a raw socket', () => {
    const made = child('ordinary_user(); report(socket(AF_INET, SOCK_RAW, IPPROTO_ICMP));');
    expect(made).toEqual(refused('socket', 'EPERM'));
  });

  it_in_namespace('says EACCES to a ping socket: icmp(7), ping_group_range is empty at first', () => {
    const made = child('report(socket(AF_INET, SOCK_DGRAM, IPPROTO_ICMP));', { namespace: 'true' });
    expect(made).toEqual(refused('socket', 'EACCES'));
  });
});
