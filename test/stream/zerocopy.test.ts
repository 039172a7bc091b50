import { execFileSync } from 'node:child_process';
import {
  AF_INET,
  AF_INET6,
  bind,
  connect,
  type Fd,
  IPPROTO_UDP,
  MSG_DONTWAIT,
  recv,
  SOCK_DGRAM,
  SOCK_STREAM,
  setsockopt,
  sockaddr_in,
  sockaddr_in6,
  UDP_CORK,
  UDP_SEGMENT,
  unwrap,
  zerocopy,
} from 'sys-socket';
import { describe, expect, it } from 'vitest';
import { interpose } from '../../src/native.js';
import { hang } from '../support/hang.js';
import { name_of, open, pair, tcp_pair } from '../support/sockets.js';
import { root } from '../support/strace.js';
import { refused } from '../sys/kit.js';

/** Two UDP sockets, the first connected to the second. */
function udp_pair(six = false): [Fd, Fd] {
  const family = six ? AF_INET6 : AF_INET;
  const [a, b] = [open(family, SOCK_DGRAM), open(family, SOCK_DGRAM)];
  unwrap(bind(b, six ? sockaddr_in6('::1', 0) : sockaddr_in('127.0.0.1', 0)));
  unwrap(connect(a, name_of(b)));
  return [a, b];
}

/** The kernel played: it takes one byte of each send, and `completes` is called for the next range of completed sends, if there is one. */
function play_completions(completes: () => readonly [first: number, last: number] | undefined): () => void {
  return interpose(() => ({
    send: () => 1,
    recvmsg: (_fd, _iov, _name, control) => {
      const range = control === null ? undefined : completes();
      if (control === null || range === undefined) return -11; // EAGAIN
      // struct cmsghdr of IP_RECVERR with struct sock_extended_err, and nothing more after it
      const view = new DataView(control.buffer, control.byteOffset);
      view.setUint32(0, 32, true);
      view.setBigUint64(4, 32n, true);
      view.setInt32(12, 0, true);
      view.setInt32(16, 11, true);
      view.setUint8(24, 5);
      view.setUint8(26, 1);
      view.setUint32(28, range[0], true);
      view.setUint32(32, range[1], true);
      return 0;
    },
  }));
}

/** Reads until nothing comes, and says how much came. */
function drain(fd: Fd): number {
  const buffer = new Uint8Array(1 << 20);
  let total = 0;
  for (;;) {
    const got = recv(fd, buffer, MSG_DONTWAIT);
    if (!got.ok || got.value === 0) return total;
    total += got.value;
  }
}

describe('zerocopy', () => {
  it.each([
    ['IPv4', false],
    ['IPv6', true],
  ])('gives each send of UDP back, once, by its number: %s', (_family, six) => {
    const [a, b] = udp_pair(six);
    const zc = unwrap(zerocopy(a));
    const messages = Array.from({ length: 5 }, (_, i) => new Uint8Array(1000 + i).fill(i));
    expect(messages.map((bytes) => unwrap(zc.send(bytes)))).toEqual(
      messages.map(({ length }, id) => ({ sent: length, id })),
    );
    const done = unwrap(zc.drain(5000));
    expect(done.map(({ id }) => id)).toEqual([0, 1, 2, 3, 4]);
    for (const { id, bytes } of done) expect(bytes).toBe(messages[id]);
    expect([zc.pending, unwrap(zc.reap())]).toEqual([0, []]);
    expect(drain(b)).toBe(1000 + 1001 + 1002 + 1003 + 1004);
  });

  it('holds what TCP has not been told to have arrived, until the peer reads', () => {
    const { client, server } = tcp_pair();
    const zc = unwrap(zerocopy(client));
    let sent = 0;
    for (;;) {
      const one = zc.send(new Uint8Array(1 << 18), MSG_DONTWAIT);
      if (!one.ok) {
        expect(one).toEqual(refused('send', 'EAGAIN'));
        break;
      }
      sent += one.value.sent;
    }
    expect(zc.drain(0)).toMatchObject({ ok: false, error: { code: 'DEADLINE_EXCEEDED' } });
    expect(zc.pending).toBeGreaterThan(0);
    let read = 0;
    for (let tries = 0; tries < 10_000 && read < sent; tries++) read += drain(server);
    expect(read).toBe(sent);
    unwrap(zc.drain(5000));
    expect(zc.pending).toBe(0);
  });

  // The kernel counts the send before it refuses to cut it into more than 64 datagrams.
  it('keeps the numbers of the kernel after a send that failed', () => {
    const [a, b] = udp_pair();
    const zc = unwrap(zerocopy(a));
    unwrap(setsockopt(a, IPPROTO_UDP, UDP_SEGMENT, 100));
    expect(zc.send(new Uint8Array(50_000))).toEqual(refused('send', 'EINVAL'));
    expect(zc.pending).toBe(0);
    unwrap(setsockopt(a, IPPROTO_UDP, UDP_SEGMENT, 0));
    unwrap(setsockopt(a, IPPROTO_UDP, UDP_CORK, 1));
    const bytes = new Uint8Array(10_000);
    unwrap(zc.send(bytes));
    expect([unwrap(zc.reap()), zc.pending]).toEqual([[], 1]); // it is corked: the kernel has it
    unwrap(setsockopt(a, IPPROTO_UDP, UDP_CORK, 0));
    expect(unwrap(zc.drain(hang)).map((done) => done.bytes === bytes)).toEqual([true]);
    expect(unwrap(recv(b, new Uint8Array(20_000)))).toBe(10_000);
  });

  it('gives a send of nothing no number', () => {
    const { client } = tcp_pair();
    const zc = unwrap(zerocopy(client));
    expect(zc.send(new Uint8Array(0))).toEqual({ ok: true, value: { sent: 0, id: undefined } });
    expect(unwrap(zc.send(new Uint8Array(10))).id).toBe(0);
    expect(unwrap(zc.drain(5000)).map(({ id }) => id)).toEqual([0]);
  });

  it('is EOPNOTSUPP on a unix socket, and passes on what send says', () => {
    expect(zerocopy(pair()[0])).toEqual(refused('setsockopt', 'EOPNOTSUPP'));
    const zc = unwrap(zerocopy(open(AF_INET, SOCK_STREAM)));
    expect(zc.send(new Uint8Array(1), 0x4000)).toEqual(refused('send', 'EPIPE'));
    expect(() => Reflect.apply(zc.send, undefined, ['HELLO'])).toThrow(TypeError);
  });

  it('understands a range that goes over the end of 32 bits, with numbers that are not pending', () => {
    const [a] = udp_pair();
    const zc = unwrap(zerocopy(a));
    const bytes = new Uint8Array(1);
    unwrap(zc.send(bytes));
    unwrap(zc.drain(5000));
    const ranges: [number, number][] = [[0xffff_fffe, 2]];
    const restore = play_completions(() => ranges.shift());
    try {
      for (let i = 0; i < 3; i++) zc.send(bytes);
      expect(zc.pending).toBe(3);
      // 1, 2 and 3 are pending, 4294967294 to 2 are done.
      expect(unwrap(zc.reap()).map(({ id, copied }) => [id, copied])).toEqual([
        [1, true],
        [2, true],
      ]);
      expect(zc.pending).toBe(1);
    } finally {
      restore();
    }
  });

  it('returns the sends that have completed with the error that ends a drain', () => {
    const [a] = udp_pair();
    const zc = unwrap(zerocopy(a));
    const ranges: [number, number][] = [[0, 1]];
    const restore = play_completions(() => ranges.shift());
    try {
      for (let i = 0; i < 3; i++) zc.send(new Uint8Array(1));
      expect(zc.drain(5)).toMatchObject({ error: { code: 'DEADLINE_EXCEEDED', done: [{ id: 0 }, { id: 1 }] } });
      expect(zc.pending).toBe(1);
      ranges.push([2, 2]);
      expect(unwrap(zc.drain(5)).map(({ id }) => id)).toEqual([2]);
    } finally {
      restore();
    }
  });

  it('keeps the memory alive although nobody else does', () => {
    // No other reference than the package's: a WeakRef that survives collection while the peer does not read.
    const program = `
      import { AF_INET, bind, connect, listen, MSG_DONTWAIT, accept, getsockname, sockaddr_in, sockaddr_storage, socket, SOCK_STREAM, unwrap, zerocopy } from 'sys-socket';
      const listener = unwrap(socket(AF_INET, SOCK_STREAM, 0));
      unwrap(bind(listener, sockaddr_in('127.0.0.1', 0)));
      unwrap(listen(listener, 1));
      const name = sockaddr_storage();
      unwrap(getsockname(listener, name));
      const client = unwrap(socket(AF_INET, SOCK_STREAM, 0));
      unwrap(connect(client, name));
      unwrap(accept(listener));
      const refs = [];
      (() => {
        const zc = unwrap(zerocopy(client));
        for (;;) {
          const bytes = new Uint8Array(1 << 18);
          if (!zc.send(bytes, MSG_DONTWAIT).ok) break;
          refs.push(new WeakRef(bytes));
        }
      })();
      await new Promise((resolve) => setTimeout(resolve, 50));
      for (let i = 0; i < 5; i++) { globalThis.gc(); await new Promise((resolve) => setImmediate(resolve)); }
      console.log(refs.length > 0 && refs.every((ref) => ref.deref() !== undefined));`;
    const args = ['--expose-gc', '--input-type=module', '-e', program];
    expect(execFileSync(process.execPath, args, { cwd: root, encoding: 'utf8', timeout: hang })).toBe('true\n');
  });

  it('is ENOBUFS when as much is locked as RLIMIT_MEMLOCK allows, and nothing is pending then', () => {
    const program = `
      import { AF_INET, bind, connect, getsockname, send, MSG_ZEROCOPY, sockaddr_in, sockaddr_storage, socket, SOCK_DGRAM, unwrap, zerocopy } from 'sys-socket';
      const [a, b] = [unwrap(socket(AF_INET, SOCK_DGRAM, 0)), unwrap(socket(AF_INET, SOCK_DGRAM, 0))];
      unwrap(bind(b, sockaddr_in('127.0.0.1', 0)));
      const name = sockaddr_storage();
      unwrap(getsockname(b, name));
      unwrap(connect(a, name));
      const zc = unwrap(zerocopy(a));
      console.log(zc.send(new Uint8Array(20_000)).error?.code, zc.pending);
      console.log(send(a, new Uint8Array(20_000)).value);`;
    // Of root, whom the limit would not bind, the capability is taken.
    const less = process.getuid?.() === 0 ? ['setpriv', '--bounding-set=-ipc_lock'] : [];
    const args = ['--memlock=0', ...less, process.execPath, '--input-type=module', '-e', program];
    const printed = execFileSync('prlimit', args, { cwd: root, encoding: 'utf8', timeout: hang });
    expect(printed).toBe('ENOBUFS 0\n20000\n');
  });
});
