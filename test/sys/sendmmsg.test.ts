import { execFileSync } from 'node:child_process';
import {
  AF_INET,
  AF_UNIX,
  bind,
  CMSG_SPACE,
  close,
  close_rights,
  cmsg,
  cmsg_value,
  connect,
  IP_PKTINFO,
  IPPROTO_IP,
  IPPROTO_UDP,
  type MessageBatch,
  MSG_CMSG_CLOEXEC,
  MSG_CTRUNC,
  MSG_DONTWAIT,
  MSG_NOSIGNAL,
  MSG_TRUNC,
  MSG_WAITFORONE,
  mmsghdr,
  poll,
  recv,
  recvmmsg,
  SCM_RIGHTS,
  SHUT_WR,
  SO_RCVTIMEO,
  SO_SNDBUF,
  SOCK_DGRAM,
  SOCK_STREAM,
  SOL_SOCKET,
  send,
  sendmmsg,
  sendto,
  setsockopt,
  shutdown,
  sockaddr_in,
  sockaddr_un,
  UDP_GRO,
  UDP_SEGMENT,
  unwrap,
} from 'sys-socket';
import { describe, expect, it } from 'vitest';
import { native } from '../../src/native.js';
import { may_force } from '../options/kit.js';
import { it_in_namespace } from '../support/namespace.js';
import { name_of, open, open_fds, pair, tcp_pair } from '../support/sockets.js';
import { child } from './child.js';
import { datagrams, loopback } from './datagrams.js';
import { again, drain, fill, no_socket, nowhere, ok, refused } from './kit.js';
import { contract, flags, int, optional } from './misuse.js';

const batch_or_not: Parameters<typeof contract>[1][string] = [
  ['undefined', undefined, TypeError],
  ['null', null, TypeError],
  ['an array', [], TypeError],
  ['what only inherits from one', Object.create(mmsghdr(1, { bytes: 1 })), TypeError],
];
const none: Parameters<typeof contract>[1][string] = [
  ['more than the batch has', 3, RangeError],
  ['negative', -1, RangeError],
];

const two = () => words('HELLO', '-WORLD');
contract(
  sendmmsg,
  { fd: int, msgvec: batch_or_not, vlen: [...int, ...none], flags: optional(flags) },
  [nowhere, two(), 2, 0],
  'EBADF',
);
contract(
  recvmmsg,
  { fd: int, msgvec: batch_or_not, vlen: [...int, ...none], flags: optional(flags) },
  [nowhere, two(), 2, 0],
  'EBADF',
);

/** A batch of as many messages as words. */
function words(...texts: string[]): MessageBatch {
  const batch = mmsghdr(texts.length, { bytes: 64 });
  for (const [i, text] of texts.entries()) batch.set(i, Buffer.from(text));
  return batch;
}

/** What the native side is given: room, msg_iovlen, iov_len of each message. */
function numbers(...each: readonly (readonly [number, number, number])[]): Uint8Array {
  return new Uint8Array(Uint32Array.from(each.flatMap((some) => [...some, 0, 0])).buffer);
}

/** The msg_iovlen of a message that is in its room. */
const own = 0xffff_ffff;

/** What came, as text. */
function texts(batch: MessageBatch, count: number): string[] {
  return Array.from({ length: count }, (_, i) => Buffer.from(batch.bytes(i)).toString('latin1'));
}

describe('sendmmsg and recvmmsg', () => {
  it('send and receive each message with its boundaries, empty ones too', () => {
    const [a, b] = pair(SOCK_DGRAM);
    const sent = words('HELLO', '', '-WORLD');
    expect(sendmmsg(a, sent, 3)).toEqual(ok(3));
    expect([0, 1, 2].map((i) => sent.msg_len(i))).toEqual([5, 0, 6]);
    const batch = mmsghdr(8, { bytes: 64 });
    expect(recvmmsg(b, batch, 8, MSG_DONTWAIT)).toEqual(ok(3));
    expect(texts(batch, 3)).toEqual(['HELLO', '', '-WORLD']);
    expect([0, 1, 2].map((i) => [batch.msg_len(i), batch.msg_flags(i)])).toEqual([
      [5, 0],
      [0, 0],
      [6, 0],
    ]);
    expect(() => batch.msg_len(3), 'which did not come').toThrow('MessageBatch: i must be at least 0 and less than 3');
  });

  it('send from anywhere in the batch', () => {
    const [a, b] = pair(SOCK_DGRAM);
    const sent = words('0', '1', '2', '3');
    expect(sendmmsg(a, sent, 2, 0, 1)).toEqual(ok(2));
    expect(sent.msg_len(2)).toBe(1);
    expect(() => sent.msg_len(0)).toThrow(RangeError);
    const batch = mmsghdr(4, { bytes: 8 });
    unwrap(recvmmsg(b, batch, 4, MSG_DONTWAIT));
    expect(texts(batch, 2)).toEqual(['1', '2']);
    for (const first of [-1, 3, 5]) expect(() => sendmmsg(a, sent, 2, 0, first)).toThrow(RangeError);
  });

  it('make no message of none', () => {
    const [a] = pair(SOCK_DGRAM);
    expect(sendmmsg(a, two(), 0)).toEqual(ok(0));
    expect(recvmmsg(a, mmsghdr(0, { bytes: 1 }), 0)).toEqual(ok(0));
  });

  it('say who sent each, in a name that the next call fills again', () => {
    const [from, other, to] = [datagrams(), datagrams(), datagrams()];
    const batch = mmsghdr(2, { bytes: 64, name: 128 });
    for (const i of [0, 1]) batch.set(i, Buffer.from(String(i)), to.addr);
    unwrap(sendmmsg(from.fd, batch, 2));
    unwrap(sendto(other.fd, Buffer.from('2'), 0, to.addr));
    const names = mmsghdr(3, { bytes: 64, name: 16 });
    expect(recvmmsg(to.fd, names, 3)).toEqual(ok(3));
    expect([0, 1, 2].map((i) => String(names.msg_name(i)))).toEqual(
      [from, from, other].map(({ addr }) => String(addr)),
    );
    const name = names.msg_name(0);
    unwrap(sendto(other.fd, Buffer.from('3'), 0, to.addr));
    unwrap(recvmmsg(to.fd, names, 1));
    expect(names.msg_name(0)).toBe(name);
    expect(String(name)).toBe(String(other.addr));
  });

  it('cut a name off that there is no room for, and say how long it is; it cannot be sent to then', () => {
    const { fd, addr } = datagrams();
    unwrap(sendto(fd, Buffer.from('x'), 0, addr));
    const batch = mmsghdr(1, { bytes: 8, name: 8 });
    unwrap(recvmmsg(fd, batch, 1));
    expect([batch.msg_name(0).length, batch.msg_name(0).bytes.length]).toEqual([16, 8]);
    expect(() => sendmmsg(fd, batch, 1)).toThrow(
      'sendmmsg: messages must be messages that are no longer than the batch has',
    );
  });

  it('forget the lengths of the call before: all of the room is there for each', () => {
    const { fd, addr } = datagrams();
    const unnamed = open(AF_UNIX, SOCK_DGRAM);
    unwrap(bind(unnamed, sockaddr_un('')));
    const batch = mmsghdr(1, { bytes: 8, name: 128 });
    unwrap(sendto(unnamed, Buffer.from('1'), 0, name_of(unnamed)));
    unwrap(recvmmsg(unnamed, batch, 1));
    unwrap(sendto(fd, Buffer.from('12345678'), 0, addr));
    unwrap(recvmmsg(fd, batch, 1));
    expect([texts(batch, 1), String(batch.msg_name(0))]).toEqual([['12345678'], String(addr)]);
  });

  it('send back what has come, as it came', () => {
    const [client, server] = [datagrams(), datagrams()];
    unwrap(connect(client.fd, server.addr));
    unwrap(sendmmsg(client.fd, words('one', 'two', 'three'), 3));
    const echo = mmsghdr(8, { bytes: 64, name: 16 });
    const came = unwrap(recvmmsg(server.fd, echo, 8, MSG_WAITFORONE));
    expect(sendmmsg(server.fd, echo, came)).toEqual(ok(3));
    const batch = mmsghdr(3, { bytes: 64 });
    unwrap(recvmmsg(client.fd, batch, 3));
    expect(texts(batch, 3)).toEqual(['one', 'two', 'three']);
  });

  it('keep a stream’s bytes in order, and say of the last message how much of it was sent', () => {
    const { client, server } = tcp_pair();
    unwrap(sendmmsg(client, words('HELLO', '-', 'WORLD'), 3));
    expect(drain(server)).toBe('HELLO-WORLD');
    const [a] = pair();
    const large = mmsghdr(3, { bytes: 1 << 20 });
    for (const i of [0, 1, 2]) large.resize(i, 1 << 20);
    const sent = unwrap(sendmmsg(a, large, 3, MSG_DONTWAIT | MSG_NOSIGNAL));
    expect(sent).toBe(1);
    expect(large.msg_len(0)).toBeGreaterThan(0);
    expect(large.msg_len(0)).toBeLessThan(1 << 20);
  });
});

describe('how many', () => {
  const force = may_force() ? '' : ' (skipped: SO_RCVBUFFORCE takes CAP_NET_ADMIN)';
  const it_with_room = force === '' ? it_in_namespace : it.skip;
  it_with_room(`are sent is 1024 at most, UIO_MAXIOV, whatever vlen; recvmmsg has no such limit${force}`, () => {
    const counts = child(
      `
      const fd = unwrap(socket(AF_INET, SOCK_DGRAM, 0));
      unwrap(bind(fd, sockaddr_in('127.0.0.1', 0)));
      unwrap(setsockopt(fd, SOL_SOCKET, SO_RCVBUFFORCE, 1 << 22));
      const addr = sockaddr_storage();
      unwrap(getsockname(fd, addr));
      const batch = mmsghdr(1100, { bytes: 0, name: 16 });
      for (let i = 0; i < 1100; i++) batch.set(i, new Uint8Array(0), addr);
      const sent = [sendmmsg(fd, batch, 1100), sendmmsg(fd, batch, 76, 0, 1024)];
      report([...sent, recvmmsg(fd, batch, 1100, MSG_DONTWAIT), recvmmsg(fd, batch, 1, MSG_DONTWAIT)].map(code));
      `,
      { namespace: 'true' },
    );
    expect(counts).toEqual([1024, 76, 1100, 'EAGAIN']);
  });

  it('come is what there is with MSG_DONTWAIT, and what there is after the first with MSG_WAITFORONE', () => {
    const [a, b] = pair(SOCK_DGRAM);
    const batch = mmsghdr(8, { bytes: 8 });
    for (const how of [MSG_DONTWAIT, MSG_WAITFORONE]) {
      unwrap(sendmmsg(a, two(), 2));
      expect(recvmmsg(b, batch, 8, how)).toEqual(ok(2));
    }
    expect(recvmmsg(b, batch, 8, MSG_DONTWAIT)).toEqual(refused('recvmmsg', 'EAGAIN'));
  });

  it('come is all that were asked for, or what came until SO_RCVTIMEO ran out', () => {
    const waits = [1, 2, 3].map(() => {
      const [a, b] = pair(SOCK_DGRAM);
      unwrap(setsockopt(b, SOL_SOCKET, SO_RCVTIMEO, { tv_sec: 0, tv_usec: 50_000 }));
      unwrap(sendmmsg(a, two(), 2));
      const start = performance.now();
      expect(recvmmsg(b, mmsghdr(8, { bytes: 8 }), 8)).toEqual(ok(2));
      return performance.now() - start;
    });
    // One may be cut short without a signal: see `again`. With messages in hand that is no EINTR.
    expect(Math.max(...waits), 'it waited for more').toBeGreaterThanOrEqual(49);
  });
});

describe('the timeout of recvmmsg', () => {
  const nothing = { tv_sec: 0, tv_nsec: 0 };

  it('stops after a message when it has passed', () => {
    const [a, b] = pair(SOCK_DGRAM);
    unwrap(sendmmsg(a, two(), 2));
    expect(recvmmsg(b, mmsghdr(8, { bytes: 8 }), 8, 0, nothing)).toEqual(ok(1));
    expect(recvmmsg(b, mmsghdr(8, { bytes: 8 }), 8, MSG_DONTWAIT, { tv_sec: 5, tv_nsec: 0 })).toEqual(ok(1));
  });

  it('does not end the wait for one, as the man page says under BUGS: SO_RCVTIMEO does', () => {
    const [, b] = pair(SOCK_DGRAM);
    unwrap(setsockopt(b, SOL_SOCKET, SO_RCVTIMEO, { tv_sec: 0, tv_usec: 100_000 }));
    const start = performance.now();
    const received = again(() => recvmmsg(b, mmsghdr(1, { bytes: 8 }), 1, 0, nothing));
    expect(received).toEqual(refused('recvmmsg', 'EAGAIN'));
    expect(performance.now() - start).toBeGreaterThanOrEqual(99);
  });

  it('is what is left of it in the memory of the caller', () => {
    const [a, b] = pair(SOCK_DGRAM);
    unwrap(sendmmsg(a, two(), 2));
    const timeout = new BigInt64Array([5n, 0n]);
    const left = new Uint8Array(timeout.buffer);
    expect(native.recvmmsg(b, null, numbers([4, own, 0], [4, own, 0]), new Uint8Array(8), null, null, 2, 0, left)).toBe(
      2,
    );
    expect(timeout[0]).toBe(4n);
  });

  it('is EINVAL when it is no time', () => {
    const [, b] = pair(SOCK_DGRAM);
    for (const time of [
      { tv_sec: -1, tv_nsec: 0 },
      { tv_sec: 0, tv_nsec: -1 },
      { tv_sec: 0, tv_nsec: 1e9 },
    ]) {
      expect(recvmmsg(b, mmsghdr(1, { bytes: 8 }), 1, MSG_DONTWAIT, time)).toEqual(refused('recvmmsg', 'EINVAL'));
    }
    for (const time of [5, {}, { tv_sec: 1.5, tv_nsec: 0 }]) {
      expect(() => Reflect.apply(recvmmsg, undefined, [b, mmsghdr(1, { bytes: 8 }), 1, 0, time])).toThrow(
        'recvmmsg: timeout',
      );
    }
    expect(() =>
      native.recvmmsg(b, null, numbers([1, own, 0]), new Uint8Array(1), null, null, 1, 0, new Uint8Array(15)),
    ).toThrow('recvmmsg: timeout must be a struct timespec or null');
  });
});

describe('an error', () => {
  it('of the first message is the call’s, EBADF, ENOTSOCK, EAGAIN, EDESTADDRREQ, EPIPE, ENOTCONN as of sendmsg', () => {
    expect(sendmmsg(no_socket(), two(), 2)).toEqual(refused('sendmmsg', 'ENOTSOCK'));
    expect(recvmmsg(no_socket(), two(), 2)).toEqual(refused('recvmmsg', 'ENOTSOCK'));
    expect(sendmmsg(open(AF_INET, SOCK_DGRAM), two(), 2)).toEqual(refused('sendmmsg', 'EDESTADDRREQ'));
    expect(sendmmsg(open(AF_UNIX, SOCK_DGRAM), two(), 2)).toEqual(refused('sendmmsg', 'ENOTCONN'));
    expect(recvmmsg(open(AF_INET, SOCK_STREAM), two(), 2)).toEqual(refused('recvmmsg', 'ENOTCONN'));
    const [a] = pair();
    fill(a);
    expect(sendmmsg(a, two(), 2, MSG_DONTWAIT)).toEqual(refused('sendmmsg', 'EAGAIN'));
    const { client } = tcp_pair();
    unwrap(shutdown(client, SHUT_WR));
    expect(sendmmsg(client, two(), 2, MSG_NOSIGNAL)).toEqual(refused('sendmmsg', 'EPIPE'));
    expect(sendmmsg(client, two(), 2)).toEqual(refused('sendmmsg', 'EPIPE'));
  });

  it('of a later message is not said: those before it were sent, and sending on from there says it', () => {
    const [a, b] = pair(SOCK_DGRAM);
    unwrap(setsockopt(a, SOL_SOCKET, SO_SNDBUF, 4608));
    const batch = mmsghdr(3, { bytes: 1 << 16 });
    for (const [i, length] of [5, 1 << 16, 6].entries()) batch.resize(i, length);
    expect(sendmmsg(a, batch, 3)).toEqual(ok(1));
    expect(sendmmsg(a, batch, 2, 0, 1)).toEqual(refused('sendmmsg', 'EMSGSIZE'));
    expect(() => batch.msg_len(1), 'nothing was answered').toThrow(RangeError);
    expect(sendmmsg(a, batch, 1, 0, 2)).toEqual(ok(1));
    expect(recvmmsg(b, batch, 3, MSG_DONTWAIT)).toEqual(ok(2));
  });

  it('of a later message, of recvmmsg, is the next call’s', () => {
    const program = `
      const [a, b] = unwrap(socketpair(AF_UNIX, SOCK_DGRAM, 0)).map(interrupted);
      unwrap(send(a, new Uint8Array(1)));
      const batch = mmsghdr(2, { bytes: 8 });
      signals();
      const first = recvmmsg(b, batch, 2); // a signal comes while it waits for the second
      report([first, recv(b, new Uint8Array(8), MSG_DONTWAIT), recv(b, new Uint8Array(8), MSG_DONTWAIT)]);
    `;
    expect(child(program)).toEqual([ok(1), refused('recv', 'EINTR'), refused('recv', 'EAGAIN')]);
  });

  it('is ECONNREFUSED when a datagram before was refused', () => {
    const udp = open(AF_INET, SOCK_DGRAM);
    const closed = open(AF_INET, SOCK_DGRAM);
    unwrap(bind(closed, sockaddr_in('127.0.0.1', 0)));
    unwrap(connect(udp, name_of(closed)));
    unwrap(close(closed));
    expect(sendmmsg(udp, two(), 1)).toEqual(ok(1));
    expect(unwrap(poll([{ fd: udp, events: 0 }], 2000))).toBe(1);
    expect(recvmmsg(udp, two(), 2)).toEqual(refused('recvmmsg', 'ECONNREFUSED'));
  });
});

describe('control messages', () => {
  it('are each message’s own: descriptors arrive where they were sent, and close_rights leaves none', () => {
    const before = open_fds();
    const [a, b] = pair(SOCK_DGRAM);
    const batch = mmsghdr(3, { bytes: 8, control: CMSG_SPACE(8) });
    for (const [i, rights] of [[a], [], [a, b]].entries()) {
      batch.set(
        i,
        Buffer.from('fd'),
        undefined,
        rights.length > 0 ? [cmsg(SOL_SOCKET, SCM_RIGHTS, rights)] : undefined,
      );
    }
    unwrap(sendmmsg(a, batch, 3));
    expect(recvmmsg(b, batch, 3, MSG_CMSG_CLOEXEC)).toEqual(ok(3));
    const counts = [0, 1, 2].map((i) =>
      batch.msg_control(i).flatMap((arrived) => cmsg_value(arrived, SOL_SOCKET, SCM_RIGHTS) ?? []),
    );
    expect(counts.map(({ length }) => length)).toEqual([1, 0, 2]);
    expect(open_fds()).toBe(before + 2 + 3);
    expect([0, 1, 2].map((i) => close_rights(batch.msg_control(i)))).toEqual([1, 0, 2]);
    expect(open_fds()).toBe(before + 2);
  });

  it('that there is no room for are dropped by the kernel, descriptors too: MSG_CTRUNC', () => {
    const [a, b] = pair(SOCK_DGRAM);
    const before = open_fds();
    const batch = mmsghdr(2, { bytes: 8, control: CMSG_SPACE(8) });
    for (const i of [0, 1]) batch.set(i, Buffer.from('fd'), undefined, [cmsg(SOL_SOCKET, SCM_RIGHTS, [a, b])]);
    unwrap(sendmmsg(a, batch, 2));
    const bare = mmsghdr(2, { bytes: 1 });
    expect(recvmmsg(b, bare, 2)).toEqual(ok(2));
    expect([0, 1].map((i) => [bare.msg_flags(i), bare.msg_len(i), bare.msg_control(i)])).toEqual([
      [MSG_CTRUNC | MSG_TRUNC, 1, []],
      [MSG_CTRUNC | MSG_TRUNC, 1, []],
    ]);
    expect(open_fds()).toBe(before);
  });

  it('that are malformed are EINVAL, and what came before was sent', () => {
    const [a] = pair(SOCK_DGRAM);
    const batch = mmsghdr(2, { bytes: 8, control: 64 });
    batch.set(0, Buffer.from('x'));
    batch.set(1, Buffer.from('x'), undefined, new Uint8Array(64).fill(1));
    expect(sendmmsg(a, batch, 2)).toEqual(ok(1));
    expect(sendmmsg(a, batch, 1, 0, 1)).toEqual(refused('sendmmsg', 'EINVAL'));
  });

  it('say where each datagram came to: IP_PKTINFO', () => {
    const { fd, addr } = datagrams();
    unwrap(setsockopt(fd, IPPROTO_IP, IP_PKTINFO, 1));
    const batch = mmsghdr(2, { bytes: 8, name: 16, control: CMSG_SPACE(12) });
    for (const i of [0, 1]) batch.set(i, Buffer.from('x'), addr);
    unwrap(sendmmsg(fd, batch, 2));
    expect(recvmmsg(fd, batch, 2)).toEqual(ok(2));
    for (const i of [0, 1]) {
      const [info] = batch.msg_control(i).map((arrived) => cmsg_value(arrived, IPPROTO_IP, IP_PKTINFO));
      expect(info).toMatchObject({ ipi_ifindex: loopback, ipi_addr: '127.0.0.1' });
    }
  });

  it('cut each message into datagrams, UDP_SEGMENT, and join them again, UDP_GRO', () => {
    const [from, to] = [datagrams(), datagrams()];
    const batch = mmsghdr(2, { bytes: 1000, name: 16, control: CMSG_SPACE(2) });
    for (const [i, size] of [300, 400].entries()) {
      batch.set(i, Buffer.alloc(1000, i + 1), to.addr, [cmsg(IPPROTO_UDP, UDP_SEGMENT, size)]);
    }
    unwrap(sendmmsg(from.fd, batch, 2));
    const datagram = mmsghdr(8, { bytes: 2000 });
    expect(recvmmsg(to.fd, datagram, 8, MSG_DONTWAIT)).toEqual(ok(7));
    const lengths = Array.from({ length: 7 }, (_, i) => datagram.msg_len(i));
    expect(lengths).toEqual([300, 300, 300, 100, 400, 400, 200]);

    unwrap(setsockopt(to.fd, IPPROTO_UDP, UDP_GRO, 1));
    unwrap(sendmmsg(from.fd, batch, 2));
    const joined = mmsghdr(8, { bytes: 2000, control: CMSG_SPACE(4) });
    expect(recvmmsg(to.fd, joined, 8, MSG_DONTWAIT)).toEqual(ok(2));
    expect(
      [0, 1].map((i) => [
        joined.msg_len(i),
        joined.msg_control(i).map((arrived) => cmsg_value(arrived, IPPROTO_UDP, UDP_GRO)),
      ]),
    ).toEqual([
      [1000, [300]],
      [1000, [400]],
    ]);
  });

  it('of RDS whose data names memory of the process are refused, in whichever message', () => {
    const rds = Buffer.alloc(16);
    rds.writeUInt32LE(16, 0);
    rds.writeInt32LE(276, 8);
    rds.writeInt32LE(1, 12);
    const batch = mmsghdr(2, { bytes: 8, control: 16 });
    batch.set(0, Buffer.from('x'));
    batch.set(1, Buffer.from('x'), undefined, rds);
    const call = () => sendmmsg(nowhere, batch, 2);
    expect(call).toThrow(RangeError);
    expect(call).toThrow('sendmmsg: controls must be control messages whose data carries no address');
    expect(sendmmsg(nowhere, batch, 1)).toEqual(refused('sendmmsg', 'EBADF'));
  });
});

describe('pieces of the caller’s', () => {
  const header = (length: number) => Buffer.from([0, length]);

  it('are sent from where they are, a header and a payload for each message, beside messages of the batch’s own', () => {
    const [a, b] = pair(SOCK_DGRAM);
    const payload = Buffer.from('HELLO-WORLD');
    const batch = mmsghdr(4, { bytes: 8 });
    batch.set_iov(0, [header(5), payload.subarray(0, 5)]);
    batch.set(1, Buffer.from('own'));
    batch.set_iov(2, [header(0), new Uint8Array(0), payload.subarray(5), header(9)]);
    batch.set_iov(3, []);
    payload[0] = 0x4a; // J: nothing was copied
    expect(sendmmsg(a, batch, 4)).toEqual(ok(4));
    expect([0, 1, 2, 3].map((i) => batch.msg_len(i))).toEqual([7, 3, 10, 0]);
    const came = mmsghdr(4, { bytes: 64 });
    expect(recvmmsg(b, came, 4, MSG_DONTWAIT)).toEqual(ok(4));
    expect(texts(came, 4)).toEqual(['\0\u0005JELLO', 'own', '\0\0-WORLD\0\u0009', '']);
    expect(sendmmsg(a, batch, 2, 0, 1), 'from the middle').toEqual(ok(2));
    expect(recvmmsg(b, came, 4, MSG_DONTWAIT)).toEqual(ok(2));
    expect(texts(came, 2)).toEqual(['own', '\0\0-WORLD\0\u0009']);
  });

  it('are filled where they are, and are then ready to be sent: as much of them as came', () => {
    const [a, b] = pair(SOCK_DGRAM);
    const [head, payload] = [new Uint8Array(2), new Uint8Array(8)];
    const batch = mmsghdr(2, { bytes: 16 });
    batch.set_iov(1, [head, payload]);
    for (const text of ['first', '\0\u0005HELLO', 'x', '0123456789abc']) unwrap(send(a, Buffer.from(text)));
    expect(recvmmsg(b, batch, 2, MSG_DONTWAIT)).toEqual(ok(2));
    expect([[...head], String(Buffer.from(payload))]).toEqual([[0, 5], 'HELLO\0\0\0']);
    expect(batch.msg_iov(1).map(({ length }) => length)).toEqual([2, 5]);
    expect(batch.msg_iov(1)[1]?.buffer, 'the caller’s memory').toBe(payload.buffer);
    expect(() => batch.bytes(1)).toThrow('MessageBatch.bytes: message 1 has 2 pieces: use msg_iov');
    unwrap(sendmmsg(b, batch, 2));
    expect([recv(a, new Uint8Array(16)), recv(a, new Uint8Array(16))]).toEqual([ok(5), ok(7)]);

    expect(recvmmsg(b, batch, 2, MSG_DONTWAIT | MSG_TRUNC)).toEqual(ok(2));
    expect([1, MSG_TRUNC, 13, 10]).toEqual([batch.iov_len(0), batch.msg_flags(1), batch.msg_len(1), batch.iov_len(1)]);
    expect(String(Buffer.concat(batch.msg_iov(1)))).toBe('0123456789');
  });

  it('are the batch’s own room again once set says so', () => {
    const [a, b] = pair(SOCK_DGRAM);
    const batch = mmsghdr(1, { bytes: 8 });
    batch.set_iov(0, [Buffer.from('pieces')]);
    unwrap(sendmmsg(a, batch, 1));
    batch.set(0, Buffer.from('room'));
    unwrap(sendmmsg(a, batch, 1));
    const came = mmsghdr(2, { bytes: 8 });
    unwrap(recvmmsg(b, came, 2));
    expect(texts(came, 2)).toEqual(['pieces', 'room']);
  });

  it('are EMSGSIZE of the kernel’s where there are more than 1024 of one message', () => {
    const [a] = pair(SOCK_DGRAM);
    const batch = mmsghdr(2, { bytes: 0 });
    batch.set_iov(1, new Array<Uint8Array>(1025).fill(Buffer.from('x')));
    expect(sendmmsg(a, batch, 2)).toEqual(ok(1));
    expect(sendmmsg(a, batch, 1, 0, 1)).toEqual(refused('sendmmsg', 'EMSGSIZE'));
  });

  it('leave misuse of vlen and first to be named', () => {
    const batch = mmsghdr(1, { bytes: 0, name: 128 });
    batch.set_iov(0, [Buffer.from('x')]);
    for (const [what, value, error] of int) {
      if (what === 'undefined') continue;
      for (const [call, args] of [
        [sendmmsg, [nowhere, batch, value]],
        [recvmmsg, [nowhere, batch, value]],
        [sendmmsg, [nowhere, batch, 1, 0, value]],
      ] as const) {
        const thrown = () => Reflect.apply(call, undefined, args);
        expect(thrown, what).toThrow(error);
        expect(thrown, what).toThrow(new RegExp(`^${call.name}: (vlen|first) must be `));
      }
    }
  });

  it('that have gone since they were set are refused before the call', () => {
    const batch = mmsghdr(1, { bytes: 0 });
    const gone = new Uint8Array(8);
    batch.set_iov(0, [gone]);
    structuredClone(gone.buffer, { transfer: [gone.buffer] });
    expect(() => sendmmsg(nowhere, batch, 1)).toThrow(
      'sendmmsg: iov must be a Uint8Array whose buffer is not detached',
    );
    const buffer: ArrayBuffer = Reflect.construct(ArrayBuffer, [16, { maxByteLength: 16 }]);
    batch.set_iov(0, [new Uint8Array(buffer)]);
    Reflect.apply(Reflect.get(buffer, 'resize'), buffer, [4]);
    expect(() => sendmmsg(nowhere, batch, 1)).toThrow('sendmmsg: messages must be messages that are no longer than');
    expect(recvmmsg(nowhere, batch, 1), 'all the room that there is').toEqual(refused('recvmmsg', 'EBADF'));
  });

  it('and rooms of their own read as C’s own iovecs do: python3 sees the same datagrams', () => {
    const { fd, addr } = datagrams();
    const batch = mmsghdr(3, { bytes: [4, 0, 2], name: 16 });
    batch.set(0, Buffer.from('abcd'), addr);
    batch.set_iov(1, [Buffer.from('he'), Buffer.from('ad'), Buffer.from('+payload')], addr);
    batch.set(2, Buffer.from('yz'), addr);
    expect(sendmmsg(fd, batch, 3)).toEqual(ok(3));
    const python = `
import socket
s = socket.socket(fileno=3)
print([s.recvmsg(64)[0].decode() for _ in range(3)])`;
    const said = execFileSync('python3', ['-c', python], {
      stdio: ['ignore', 'pipe', 'inherit', fd],
      encoding: 'utf8',
    });
    expect(said).toBe("['abcd', 'head+payload', 'yz']\n");
  });
});

describe('a room of its own for each message', () => {
  it('takes what fits there, and is cut off where its own ends', () => {
    const [a, b] = pair(SOCK_DGRAM);
    for (const text of ['HELLO', 'HELLO', '-WORLD']) unwrap(send(a, Buffer.from(text)));
    const batch = mmsghdr(3, { bytes: [5, 2, 100] });
    expect(recvmmsg(b, batch, 3)).toEqual(ok(3));
    expect(texts(batch, 3)).toEqual(['HELLO', 'HE', '-WORLD']);
    expect([0, 1, 2].map((i) => [batch.msg_len(i), batch.msg_flags(i)])).toEqual([
      [5, 0],
      [2, MSG_TRUNC],
      [6, 0],
    ]);
    expect(sendmmsg(b, batch, 2, 0, 1)).toEqual(ok(2));
    const came = mmsghdr(2, { bytes: 8 });
    unwrap(recvmmsg(a, came, 2));
    expect(texts(came, 2)).toEqual(['HE', '-WORLD']);
  });
});

describe('the native side', () => {
  const send =
    (
      iov: readonly Uint8Array[] | null,
      messages: Uint8Array,
      data: Uint8Array,
      names: Uint8Array | null,
      controls: Uint8Array | null,
      first: number,
      vlen: number,
    ) =>
    () =>
      native.sendmmsg(nowhere, iov, messages, data, names, controls, first, vlen, 0);
  const bytes = (length: number) => new Uint8Array(length);

  it('believes no length that a message says it has', () => {
    const refuses = 'messages that are no longer than the batch has room for';
    expect(send(null, numbers([8, own, 9], [8, own, 8]), bytes(16), null, null, 0, 2)).toThrow(refuses);
    expect(send(null, numbers([8, own, 0xffff_ffff]), bytes(8), null, null, 0, 1)).toThrow(refuses);
    expect(send(null, numbers([9, own, 9]), bytes(8), null, null, 0, 1)).toThrow(refuses);
    expect(send(null, numbers([8, own, 8], [8, own, 8]), bytes(15), null, null, 1, 1)).toThrow(refuses);
    expect(send(null, numbers([0xffff_ffff, own, 0], [0, own, 0]), bytes(8), null, null, 1, 1)).toThrow(refuses);
    expect(send(null, numbers([8, own, 8]), bytes(8), bytes(4).fill(1), null, 0, 1)).toThrow(refuses);
    expect(send(null, numbers([8, own, 8]), bytes(8), null, bytes(20).fill(0xff), 0, 1)).toThrow(refuses);
    expect(send(null, numbers([8, own, 8]), bytes(8), bytes(3), null, 0, 1)).toThrow(RangeError);
    expect(send(null, numbers([8, own, 8]), bytes(8), null, bytes(0), 0, 1)).toThrow(RangeError);
  });

  it('believes no number of pieces', () => {
    const refuses = 'messages that are no longer than the batch has room for';
    const two = [bytes(1), bytes(2)];
    expect(send(null, numbers([0, 1, 0]), bytes(0), null, null, 0, 1)).toThrow(refuses);
    expect(send(two, numbers([0, 3, 3]), bytes(0), null, null, 0, 1)).toThrow(refuses);
    expect(send(two, numbers([0, 2, 4]), bytes(0), null, null, 0, 1)).toThrow(refuses);
    expect(send(two, numbers([0, 1, 1], [0, 2, 2]), bytes(0), null, null, 0, 2)).toThrow(refuses);
    expect(send(two, numbers([0, own - 1, 0]), bytes(0), null, null, 0, 1)).toThrow(refuses);
    const receive = () => native.recvmmsg(nowhere, two, numbers([0, 3, 0]), bytes(0), null, null, 1, 0, null);
    expect(receive).toThrow(refuses);
    expect(send(two, numbers([0, 2, 3]), bytes(0), null, null, 0, 1)()).toBe(-9);
  });

  it('believes no list of pieces', () => {
    for (const iov of [undefined, 5, {}, [5], [undefined], 'text']) {
      if (iov === undefined) continue;
      const call = () =>
        Reflect.apply(native.sendmmsg, native, [nowhere, iov, bytes(20), bytes(0), null, null, 0, 1, 0]);
      expect(call).toThrow(/^sendmmsg: iov must be a(n array of)? Uint8Array/);
    }
    const call = () =>
      native.sendmmsg(nowhere, new Array<Uint8Array>(2 ** 20 + 1), bytes(20), bytes(0), null, null, 0, 1, 0);
    expect(call).toThrow('sendmmsg: iov must be an array of 1024 pieces for each of 1024 messages at most');
  });

  it('reads no memory that reading the pieces has taken away', () => {
    const data = new Uint8Array(8);
    const iov: Uint8Array[] = [];
    Object.defineProperty(iov, 0, {
      get: () => {
        structuredClone(data.buffer, { transfer: [data.buffer] });
        return bytes(1);
      },
    });
    expect(send(iov, numbers([8, own, 8]), data, null, null, 0, 1)).toThrow(
      'sendmmsg: data must be a Uint8Array whose',
    );
  });

  it('believes no number of messages', () => {
    for (const [first, vlen, wrong] of [
      [0, 3, 'vlen must be a number of messages that the batch has'],
      [2, 1, 'vlen must be a number of messages that the batch has'],
      [0, -1, 'vlen must be a number of messages that the batch has'],
      [-1, 1, 'first must be a message that the batch has, or the end of it'],
      [2 ** 31 - 1, 2 ** 31 - 1, 'first must be a message that the batch has, or the end of it'],
      [3, 0, 'first must be a message that the batch has, or the end of it'],
    ] as const) {
      const call = send(null, numbers([0, own, 0], [0, own, 0]), bytes(0), null, null, first, vlen);
      expect(call, `${first}, ${vlen}`).toThrow(`sendmmsg: ${wrong}`);
    }
  });
});

it('a call takes memory for the messages that it can move, however many it is asked for', () => {
  // maxRSS in kB. A mmsghdr and an iovec for each of a million messages would be 80 MB.
  const program = `
    const { native } = await import('${new URL('../../out/src/native.js', import.meta.url).href}');
    const fd = unwrap(socket(AF_INET, SOCK_DGRAM, 0));
    const vlen = 1 << 20;
    const [messages, data] = [new Uint8Array(20 * vlen).fill(0), new Uint8Array(0)];
    const before = process.resourceUsage().maxRSS;
    const errors = [
      native.recvmmsg(fd, null, messages, data, null, null, vlen, MSG_DONTWAIT, null),
      native.sendmmsg(fd, null, messages, data, null, null, 0, vlen, 0),
    ];
    report([errors, process.resourceUsage().maxRSS - before < 40_000]);
  `;
  expect(child(program)).toEqual([[-11, -89], true]); // EAGAIN, EDESTADDRREQ
});

it('a call copies the control messages that are set, whatever room the batch has for them', () => {
  // maxRSS in kB. The room is 512 MiB, of which the kernel has given no page that was not written; what AddressSanitizer notes of it is an eighth.
  const program = `
    const [a, b] = unwrap(socketpair(AF_UNIX, SOCK_DGRAM, 0));
    const batch = mmsghdr(2, { bytes: 5, control: 2 ** 28 });
    batch.set(0, Buffer.from('hello'));
    batch.set(1, Buffer.from('world'), null, [cmsg(SOL_SOCKET, SCM_RIGHTS, [b])]);
    const before = process.resourceUsage().maxRSS;
    const results = [sendmmsg(a, batch, 2), sendmmsg(-1, batch, 2)];
    const sent = results.map((result) => (result.ok ? result.value : result.error.code));
    report([sent, process.resourceUsage().maxRSS - before < 250_000]);
  `;
  expect(child(program)).toEqual([[2, 'EBADF'], true]);
});

it('a batch allocates nothing for a datagram: 200 000 of them leave the heap as it was', () => {
  const program = `
    import { setFlagsFromString } from 'node:v8';
    import { runInNewContext } from 'node:vm';
    setFlagsFromString('--expose-gc');
    const gc = runInNewContext('gc');
    const [a, b] = unwrap(socketpair(AF_UNIX, SOCK_DGRAM, 0));
    const vlen = 100;
    const [out, back] = [mmsghdr(vlen, { bytes: 64 }), mmsghdr(vlen, { bytes: 64, name: 16, control: 32 })];
    const bytes = new Uint8Array(64);
    let total = 0;
    const round = () => {
      let sent = 0;
      while (sent < vlen) {
        for (let i = 0; i < vlen; i++) out.set(i, bytes);
        const taken = sendmmsg(a, out, vlen - sent, MSG_DONTWAIT);
        sent += taken.value;
        const came = recvmmsg(b, back, vlen, MSG_DONTWAIT);
        for (let i = 0; i < came.value; i++) total += back.msg_len(i) + back.msg_flags(i) + back.iov_base(i)[0] + back.msg_name(i).length;
      }
      return sent;
    };
    // Bytes that were allocated between two collections: the heap grows by them as no collection comes between.
    const grown = (rounds) => {
      gc();
      const before = process.memoryUsage().heapUsed;
      for (let i = 0; i < rounds; i++) round();
      return process.memoryUsage().heapUsed - before;
    };
    // What is left after a collection. The least of some: code that is compiled meanwhile is left once, what leaks each time.
    const kept = (rounds) => {
      const held = () => {
        gc();
        const { heapUsed, arrayBuffers } = process.memoryUsage();
        return heapUsed + arrayBuffers;
      };
      const before = held();
      for (let i = 0; i < rounds; i++) round();
      return held() - before;
    };
    for (let i = 0; i < 500; i++) round(); // until it is compiled
    const calls = 20;
    report({
      kept: Math.min(...Array.from({ length: 4 }, () => kept(500))),
      datagrams: total / 64,
      each: Math.min(...Array.from({ length: 5 }, () => grown(calls))) / (calls * vlen),
    });
  `;
  const { datagrams, kept, each } = child(program) as Readonly<Record<string, number>>;
  expect(datagrams).toBeGreaterThanOrEqual(150_000);
  expect(kept, 'bytes after a collection').toBeLessThan(50_000);
  // A hundred datagrams share two calls and their results, a few hundred bytes.
  expect(each, 'bytes allocated for a datagram').toBeLessThan(16);
});
