import {
  AF_INET,
  AF_UNIX,
  as_domain,
  F_GETFD,
  F_GETFL,
  FD_CLOEXEC,
  fcntl,
  O_NONBLOCK,
  O_RDWR,
  SOCK_CLOEXEC,
  SOCK_DGRAM,
  SOCK_NONBLOCK,
  SOCK_RDM,
  SOCK_SEQPACKET,
  SOCK_STREAM,
  send,
  socketpair,
  unwrap,
} from 'sys-socket';
import { describe, expect, it } from 'vitest';
import { closing, pair } from '../support/sockets.js';
import { child } from './child.js';
import { drain, refused } from './kit.js';
import { contract, flags, int } from './misuse.js';

contract(socketpair, { domain: int, type: flags, protocol: int }, [AF_INET, SOCK_STREAM, 0], 'EOPNOTSUPP');

describe('socketpair', () => {
  it.each([
    ['stream', SOCK_STREAM],
    ['datagram', SOCK_DGRAM],
    ['packet', SOCK_SEQPACKET],
  ])('makes two %s sockets, each the peer of the other', (_, type) => {
    const [a, b] = pair(type);
    unwrap(send(a, Buffer.from('ping')));
    unwrap(send(b, Buffer.from('pong')));
    expect([drain(b), drain(a)]).toEqual(['ping', 'pong']);
  });

  it('adds no flag of its own, and sets what is asked for on both', () => {
    const flags = [SOCK_STREAM, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC].map((type) =>
      unwrap(socketpair(AF_UNIX, type, 0))
        .map((fd) => closing(fd))
        .map((fd) => [unwrap(fcntl(fd, F_GETFL)), unwrap(fcntl(fd, F_GETFD))]),
    );
    const blocking = [O_RDWR, 0];
    const as_asked = [O_RDWR | O_NONBLOCK, FD_CLOEXEC];
    expect(flags).toEqual([
      [blocking, blocking],
      [as_asked, as_asked],
    ]);
  });
});

// ENFILE would take the whole machine out of descriptors.
describe('socketpair, refused', () => {
  it('says EAFNOSUPPORT for a domain that the kernel lacks', () => {
    expect(socketpair(as_domain(999), SOCK_STREAM, 0)).toEqual(refused('socketpair', 'EAFNOSUPPORT'));
  });

  it('says EOPNOTSUPP for a domain that has no pairs', () => {
    expect(socketpair(AF_INET, SOCK_STREAM, 0)).toEqual(refused('socketpair', 'EOPNOTSUPP'));
  });

  it('says EPROTONOSUPPORT for a protocol that the domain lacks', () => {
    expect(socketpair(AF_UNIX, SOCK_STREAM, 7)).toEqual(refused('socketpair', 'EPROTONOSUPPORT'));
  });

  it('says ESOCKTNOSUPPORT for a type that the domain lacks', () => {
    expect(socketpair(AF_UNIX, SOCK_RDM, 0)).toEqual(refused('socketpair', 'ESOCKTNOSUPPORT'));
  });

  it('says EINVAL for unknown flags in the type', () => {
    expect(socketpair(AF_UNIX, SOCK_STREAM | 0x1000_0000, 0)).toEqual(refused('socketpair', 'EINVAL'));
  });

  it('says EMFILE when one descriptor is free but not two, and leaves that one free', () => {
    const program = `
      const open = [];
      for (let made = socket(AF_UNIX, SOCK_STREAM, 0); made.ok; made = socket(AF_UNIX, SOCK_STREAM, 0)) open.push(made.value);
      unwrap(close(open.at(-1)));
      const pair = socketpair(AF_UNIX, SOCK_STREAM, 0);
      report([pair, unwrap(socket(AF_UNIX, SOCK_STREAM, 0)) === open.at(-1)]);
    `;
    expect(child(program, { nofile: 256 })).toEqual([refused('socketpair', 'EMFILE'), true]);
  });
});
