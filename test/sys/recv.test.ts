import {
  AF_INET,
  AF_UNIX,
  bind,
  close,
  MSG_OOB,
  MSG_PEEK,
  MSG_TRUNC,
  MSG_WAITALL,
  recv,
  recvfrom,
  SHUT_WR,
  SOCK_DGRAM,
  SOCK_SEQPACKET,
  SOCK_STREAM,
  send,
  sendto,
  shutdown,
  sockaddr_in,
  sockaddr_storage,
  sockaddr_un,
  unwrap,
} from 'sys-socket';
import { describe, expect, it } from 'vitest';
import { name_of, open, pair, tcp_pair } from '../support/sockets.js';
import { blank, drain, nowhere, ok, surroundings, windows } from './kit.js';
import { address, bytes, contract, flags, int, optional } from './misuse.js';
import { ways_to_recv } from './ways.js';

const hello = Buffer.from('HELLO-WORLD');
const buffer = Buffer.alloc(64);

contract(recv, { fd: int, buf: bytes, flags: optional(flags) }, [nowhere, buffer, 0], 'EBADF');
contract(
  recvfrom,
  { fd: int, buf: bytes, flags: optional(flags), src_addr: address },
  [nowhere, buffer, 0, undefined],
  'EBADF',
);

/** A UDP socket with an address on loopback. */
function udp() {
  const fd = open(AF_INET, SOCK_DGRAM);
  unwrap(bind(fd, sockaddr_in('127.0.0.1', 0)));
  return fd;
}

describe.each(ways_to_recv)('$name', ({ call }) => {
  it('gives the number of bytes that came, and leaves the rest of the buffer alone', () => {
    const [a, b] = pair();
    unwrap(send(a, hello));
    const into = Buffer.alloc(16, '.');
    expect(call(b, into)).toEqual(ok(11));
    expect(String(into)).toBe('HELLO-WORLD.....');
  });

  it('gives 0 at the end of the stream, again and again, and never before', () => {
    const [a, b] = pair();
    unwrap(send(a, hello));
    unwrap(shutdown(a, SHUT_WR));
    expect([1, 2, 3].map(() => unwrap(call(b, buffer)))).toEqual([11, 0, 0]);
  });

  it('gives 0 for a buffer without room, though bytes wait', () => {
    const [a, b] = pair();
    unwrap(send(a, hello));
    expect(call(b, new Uint8Array(0))).toEqual(ok(0));
    expect(drain(b)).toBe('HELLO-WORLD');
  });

  it('gives 0 for a datagram without bytes, which is no end', () => {
    const [a, b] = pair(SOCK_DGRAM);
    for (const datagram of ['', 'HELLO']) unwrap(send(a, Buffer.from(datagram)));
    expect([call(b, buffer), call(b, buffer)]).toEqual([ok(0), ok(5)]);
  });

  it('takes a stream in whatever parts the buffer asks for', () => {
    const [a, b] = pair();
    for (const part of ['HEL', 'LO-', 'WORLD']) unwrap(send(a, Buffer.from(part)));
    expect([4, 4, 4].map((size) => unwrap(call(b, new Uint8Array(size))))).toEqual([4, 4, 3]);
  });

  it.each([
    ['datagram', SOCK_DGRAM],
    ['packet', SOCK_SEQPACKET],
  ])('takes one %s at a time, and what does not fit is lost', (_, type) => {
    const [a, b] = pair(type);
    for (const message of ['HELLO', 'WORLD']) unwrap(send(a, Buffer.from(message)));
    const into = Buffer.alloc(3);
    expect(call(b, into)).toEqual(ok(3));
    expect(String(into)).toBe('HEL');
    expect(call(b, into)).toEqual(ok(3));
    expect(String(into)).toBe('WOR');
  });

  it('MSG_PEEK leaves the bytes where they are', () => {
    const [a, b] = pair();
    unwrap(send(a, hello));
    const [first, second] = [Buffer.alloc(11), Buffer.alloc(11)];
    expect(call(b, first, MSG_PEEK)).toEqual(ok(11));
    expect(call(b, second)).toEqual(ok(11));
    expect([String(first), String(second)]).toEqual(['HELLO-WORLD', 'HELLO-WORLD']);
  });

  it("MSG_TRUNC gives a datagram's own length, and writes no more than fits", () => {
    const [a, b] = pair(SOCK_DGRAM);
    unwrap(send(a, hello));
    const room = Buffer.alloc(16, '.');
    expect(call(b, room.subarray(0, 4), MSG_TRUNC)).toEqual(ok(11));
    expect(String(room)).toBe('HELL............');
  });

  it('MSG_WAITALL waits for all of the buffer, and gives less at the end only', () => {
    const [a, b] = pair();
    unwrap(send(a, hello));
    unwrap(close(a));
    expect(call(b, buffer.subarray(0, 8), MSG_WAITALL)).toEqual(ok(8));
    expect(call(b, buffer.subarray(0, 8), MSG_WAITALL)).toEqual(ok(3));
  });

  it('MSG_OOB takes the urgent byte of TCP out of the stream', () => {
    const { client, server } = tcp_pair();
    unwrap(send(client, Buffer.from('ab')));
    unwrap(send(client, Buffer.from('!'), MSG_OOB));
    expect(call(server, buffer.subarray(0, 2), MSG_WAITALL)).toEqual(ok(2));
    expect(call(server, buffer, MSG_OOB)).toEqual(ok(1));
    expect(buffer.toString('latin1', 0, 1)).toBe('!');
  });

  it.each(windows)('fills %s, and nothing around it', (_, view) => {
    const [a, b] = pair();
    unwrap(send(a, hello));
    blank(view);
    expect(call(b, view)).toEqual(ok(8));
    expect(surroundings(view)).toBe('....HELLO-WO....');
  });
});

describe('recvfrom', () => {
  it('fills in who sent the datagram', () => {
    const [from, to] = [udp(), udp()];
    unwrap(sendto(from, hello, 0, name_of(to)));
    const sender = sockaddr_storage();
    expect(recvfrom(to, buffer, 0, sender)).toEqual(ok(11));
    expect(String(sender)).toBe(String(name_of(from)));
    expect(unwrap(sendto(to, hello, 0, sender)), 'which is where an answer goes').toBe(11);
    expect(recv(from, buffer)).toEqual(ok(11));
  });

  it('says how long the address is when there is less room for it', () => {
    const to = udp();
    unwrap(sendto(udp(), hello, 0, name_of(to)));
    const sender = sockaddr_storage(2);
    expect(recvfrom(to, buffer, 0, sender)).toEqual(ok(11));
    expect(sender).toMatchObject({ length: 16, sa_family: AF_INET, sin_addr: undefined });
  });

  it('leaves the address empty for a stream, and for a unix sender without a name', () => {
    const { client, server } = tcp_pair();
    unwrap(send(client, hello));
    const sender = sockaddr_storage();
    unwrap(recvfrom(server, buffer, 0, sender));
    expect(sender.length).toBe(0);
    const to = open(AF_UNIX, SOCK_DGRAM);
    unwrap(bind(to, sockaddr_un('')));
    unwrap(sendto(open(AF_UNIX, SOCK_DGRAM), hello, 0, name_of(to)));
    unwrap(recvfrom(to, buffer, 0, sender));
    expect(sender.length).toBe(0);
  });
});

describe('recv from SOCK_SEQPACKET', () => {
  it('keeps the boundaries that a stream forgets', () => {
    const [stream, packets] = [pair(SOCK_STREAM), pair(SOCK_SEQPACKET)];
    const read = [stream, packets].map(([a, b]) => {
      for (const message of ['HELLO', 'WORLD']) unwrap(send(a, Buffer.from(message)));
      return [drain(b), drain(b)];
    });
    expect(read).toEqual([
      ['HELLOWORLD', ''],
      ['HELLO', 'WORLD'],
    ]);
  });
});
