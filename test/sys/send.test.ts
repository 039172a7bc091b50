import {
  AF_INET,
  AF_UNIX,
  bind,
  MSG_DONTWAIT,
  MSG_NOSIGNAL,
  recv,
  recvfrom,
  SO_SNDBUF,
  SOCK_DGRAM,
  SOCK_SEQPACKET,
  SOL_SOCKET,
  send,
  sendmsg,
  sendto,
  setsockopt,
  sockaddr_in,
  sockaddr_storage,
  sockaddr_un,
  UIO_MAXIOV,
  unwrap,
} from 'sys-socket';
import { describe, expect, it } from 'vitest';
import { name_of, open, pair, tcp_pair } from '../support/sockets.js';
import { child } from './child.js';
import { blank, drain, nowhere, ok, refused, windows } from './kit.js';
import { address, bytes, contract, flags, int, optional } from './misuse.js';
import { ways_to_send } from './ways.js';

const hello = Buffer.from('HELLO-WORLD');
const discard = sockaddr_in('127.0.0.1', 9);

contract(send, { fd: int, buf: bytes, flags: optional(flags) }, [nowhere, hello, 0], 'EBADF');
contract(sendto, { fd: int, buf: bytes, flags, dest_addr: address }, [nowhere, hello, 0, discard], 'EBADF');

describe.each(ways_to_send)('$name', ({ call }) => {
  it('gives the number of bytes that the kernel took', () => {
    const [a, b] = pair();
    expect(call(a, hello)).toEqual(ok(11));
    expect(drain(b)).toBe('HELLO-WORLD');
  });

  it('takes what fits when it may not block, and reports that', () => {
    const { client } = tcp_pair();
    unwrap(setsockopt(client, SOL_SOCKET, SO_SNDBUF, 4096));
    const all = new Uint8Array(16 << 20);
    const sent = unwrap(call(client, all, MSG_DONTWAIT | MSG_NOSIGNAL));
    expect(sent).toBeGreaterThan(0);
    expect(sent).toBeLessThan(all.length);
  });

  it('sends nothing, successfully', () => {
    expect(call(pair()[0], new Uint8Array(0))).toEqual(ok(0));
  });

  it('sends a datagram without bytes, which arrives', () => {
    const [a, b] = pair(SOCK_DGRAM);
    expect(call(a, new Uint8Array(0))).toEqual(ok(0));
    expect(call(a, hello)).toEqual(ok(11));
    expect([recv(b, Buffer.alloc(16)), recv(b, Buffer.alloc(16))]).toEqual([ok(0), ok(11)]);
  });

  it.each(windows)('sends the bytes of %s, and none around them', (_, view) => {
    const [a, b] = pair();
    blank(view);
    view.set(hello.subarray(0, 8));
    expect(call(a, view)).toEqual(ok(8));
    expect(drain(b)).toBe('HELLO-WO');
  });
});

describe('sendto', () => {
  it('sends a datagram to an address', () => {
    const [from, to] = [open(AF_INET, SOCK_DGRAM), open(AF_INET, SOCK_DGRAM)];
    for (const fd of [from, to]) unwrap(bind(fd, sockaddr_in('127.0.0.1', 0)));
    expect(sendto(from, hello, 0, name_of(to))).toEqual(ok(11));
    const sender = sockaddr_storage();
    expect(recvfrom(to, Buffer.alloc(16), 0, sender)).toEqual(ok(11));
    expect(String(sender)).toBe(String(name_of(from)));
  });

  it('on a connected TCP socket ignores the address, as send(2) allows', () => {
    expect(sendto(tcp_pair().client, hello, 0, discard)).toEqual(ok(11));
  });
});

describe('sendmsg', () => {
  it('sends pieces as if they were one, empty ones among them', () => {
    const [a, b] = pair(SOCK_SEQPACKET);
    const msg_iov = ['HELLO', '', '-', 'WORLD'].map((piece) => Buffer.from(piece));
    expect(sendmsg(a, { msg_iov })).toEqual(ok(11));
    expect(drain(b)).toBe('HELLO-WORLD');
  });

  it('sends to an address', () => {
    const to = open(AF_UNIX, SOCK_DGRAM);
    unwrap(bind(to, sockaddr_un('')));
    expect(sendmsg(open(AF_UNIX, SOCK_DGRAM), { msg_name: name_of(to), msg_iov: [hello] })).toEqual(ok(11));
    expect(drain(to)).toBe('HELLO-WORLD');
  });

  it('sends an empty datagram for no pieces', () => {
    const [a, b] = pair(SOCK_DGRAM);
    expect(sendmsg(a, { msg_iov: [] })).toEqual(ok(0));
    expect(recv(b, Buffer.alloc(1))).toEqual(ok(0));
  });

  it('takes UIO_MAXIOV pieces, and says EMSGSIZE to one more', () => {
    const [a] = pair();
    const pieces = (count: number) => ({ msg_iov: Array.from({ length: count }, () => Buffer.from('x')) });
    expect(sendmsg(a, pieces(UIO_MAXIOV))).toEqual(ok(1024));
    expect(sendmsg(a, pieces(UIO_MAXIOV + 1))).toEqual(refused('sendmsg', 'EMSGSIZE'));
  });

  it('says ENOBUFS for more control data than net.core.optmem_max', () => {
    const msg = { msg_iov: [hello], msg_control: new Uint8Array(16 << 20) };
    expect(sendmsg(pair()[0], msg)).toEqual(refused('sendmsg', 'ENOBUFS'));
  });

  it('takes no memory for control data that no kernel has memory for', () => {
    // maxRSS in kB. A copy would be 1 GiB; what AddressSanitizer notes of these bytes is an eighth.
    const program = `
      const [fd] = unwrap(socketpair(AF_UNIX, SOCK_STREAM, 0));
      const msg = { msg_iov: [new Uint8Array(1)], msg_control: new Uint8Array(2 ** 30) };
      const before = process.resourceUsage().maxRSS;
      const codes = [fd, -1].map((fd) => sendmsg(fd, msg).error.code);
      report([codes, process.resourceUsage().maxRSS - before < 500_000]);
    `;
    expect(child(program)).toEqual([['ENOBUFS', 'EBADF'], true]);
  });

  it.each(bytes)('throws a TypeError when one of the pieces is %s', (_, piece) => {
    const msg = { msg_iov: [hello, piece] };
    expect(() => Reflect.apply(sendmsg, undefined, [nowhere, msg])).toThrow(TypeError);
    expect(() => Reflect.apply(sendmsg, undefined, [nowhere, msg])).toThrow('sendmsg: msg_iov must be ');
  });

  it.each(address)('throws a TypeError when msg_name is %s', (_, msg_name) => {
    const msg = { msg_iov: [hello], msg_name };
    expect(() => Reflect.apply(sendmsg, undefined, [nowhere, msg])).toThrow('sendmsg: msg_name must be ');
  });

  it('throws a TypeError when msg_iov is no array', () => {
    for (const msg_iov of [undefined, null, hello, 'HELLO', { length: 1, 0: hello }]) {
      expect(() => Reflect.apply(sendmsg, undefined, [nowhere, { msg_iov }])).toThrow(TypeError);
    }
  });
});
