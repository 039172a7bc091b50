// A descriptor can be ready although the call fails with EAGAIN: the waits of the call then pause.
import {
  AF_UNIX,
  bind,
  close,
  dup,
  EPOLLET,
  type Fd,
  MSG_DONTWAIT,
  POLLERR,
  POLLIN,
  recv as recv_now,
  SOCK_DGRAM,
  type SockAddr,
  send as send_now,
  sendto as sendto_now,
  sockaddr_un,
  socket,
  unwrap,
  zerocopy,
} from 'sys-socket';
import { ready, recv, recv_exact, sendto } from 'sys-socket/promises';
import { expect, it, onTestFinished, vi } from 'vitest';
import { uint32_at } from '../../src/codec/field.js';
import { interpose } from '../../src/native.js';
import { patience } from '../../src/promises/options.js';
import { wait_once } from '../../src/promises/waiting.js';
import { closing, pair, tcp_pair } from '../support/sockets.js';

const x = Buffer.from('x');

/** A turn of the event loop. */
const turn = () => new Promise((resolve) => setImmediate(resolve));

/** A unix datagram socket, and the address of one whose queue is full: the first is writable, and its sends wait. */
function full(): { readonly from: Fd; readonly to: Fd; readonly addr: SockAddr } {
  const [from, to] = [closing(unwrap(socket(AF_UNIX, SOCK_DGRAM, 0))), closing(unwrap(socket(AF_UNIX, SOCK_DGRAM, 0)))];
  const addr = sockaddr_un(`@sys-socket-${process.pid}-${to}-full`);
  unwrap(bind(to, addr));
  while (sendto_now(from, x, MSG_DONTWAIT, addr).ok);
  return { from, to, addr };
}

it.each([
  ['at once', 0],
  ['on a host on which each look at the clock takes two milliseconds', 2],
  ['on a host on which the time is over before the first pause', 30],
])(
  'sends to a unix datagram socket whose queue is full do not spin, though the sender is writable: %s',
  async (_, slow) => {
    const { from, to, addr } = full();
    let tries = 0;
    const undo = interpose((below) => ({
      sendto(...args) {
        tries += 1;
        return below.sendto(...args);
      },
    }));
    const now = performance.now.bind(performance);
    let late = 0;
    const clock = vi.spyOn(performance, 'now').mockImplementation(() => {
      late += slow;
      return now() + late;
    });
    const timers = vi.spyOn(globalThis, 'setTimeout');
    const delays: unknown[] = [];
    const sent = sendto(from, x, 0, addr, { timeout: 200 }).finally(() => {
      undo();
      clock.mockRestore();
      delays.push(...timers.mock.calls.map(([, ms]) => ms));
      timers.mockRestore();
    });
    expect(await sent).toMatchObject({ error: { code: 'ETIMEDOUT' } });
    expect(tries).toBeLessThan(20);
    // Node 24 and later print a TimeoutNegativeWarning.
    expect(delays.filter((ms) => typeof ms === 'number' && ms < 0)).toEqual([]);
    expect(delays).not.toEqual([]);
    const later = sendto(from, x, 0, addr);
    while (recv_now(to, new Uint8Array(1), MSG_DONTWAIT).ok);
    expect(await later).toEqual({ ok: true, value: 1 });
  },
);

/** A connection whose first end has POLLERR, as the answer to a send without a copy stays unread, and its pauses, which never end by themselves. */
function with_unread_errors() {
  const { client, server } = tcp_pair();
  unwrap(unwrap(zerocopy(client)).send(x));
  unwrap(recv_now(server, new Uint8Array(1)));
  const armed: number[] = [];
  onTestFinished(
    interpose((below) => ({
      epoll_ctl(epfd, op, fd, event) {
        if (fd === client) armed.push(event === null ? 0 : uint32_at(event, 0));
        return below.epoll_ctl(epfd, op, fd, event);
      },
    })),
  );
  vi.useFakeTimers({ toFake: ['setTimeout'] });
  onTestFinished(() => void vi.useRealTimers());
  const paused = async () => {
    while (vi.getTimerCount() === 0) await turn();
  };
  return { client, server, armed, paused };
}

it.each<[string, (fd: Fd) => Promise<unknown>]>([
  ['recv', (fd) => recv(fd, new Uint8Array(1))],
  ['recv_exact', (fd) => recv_exact(fd, new Uint8Array(1))],
])('%s beside an unread error queue does not spin, and a byte that arrives ends the pause', async (_, receive) => {
  const { client, server, armed, paused } = with_unread_errors();
  const received = receive(client);
  await paused();
  expect(armed.length).toBeLessThan(10);
  unwrap(send_now(server, x));
  expect(await received).toEqual({ ok: true, value: 1 });
});

it.each<[string, (fd: Fd) => Promise<unknown>]>([
  ['recv', (fd) => recv(fd, new Uint8Array(6))],
  ['recv_exact', (fd) => recv_exact(fd, new Uint8Array(6))],
])(
  '%s whose pause ends by a byte is CLOSED if the descriptor is closed before it receives, and leaves the next owner its bytes',
  async (_, receive) => {
    const { client, server, paused } = with_unread_errors();
    const [first, other] = pair();
    const received = receive(client);
    await paused();
    const replaced = wait_once(first, POLLIN, patience('test', undefined), Number.POSITIVE_INFINITY).then(() => {
      unwrap(close(client));
      const next = pair();
      for (const fd of next) unwrap(send_now(fd, Buffer.from('SECRET')));
      return next;
    });
    // Both are events of one look at the epoll set, and the first is told first.
    unwrap(send_now(other, x));
    unwrap(send_now(server, x));
    const next = await replaced;
    expect(await received).toMatchObject({ ok: false, error: { code: 'CLOSED' } });
    expect(next).toContain(client);
    expect(recv_now(client, new Uint8Array(9), MSG_DONTWAIT)).toEqual({ ok: true, value: 6 });
  },
);

it('another wait for the same descriptor has its events during such a pause', async () => {
  const { client, server, paused } = with_unread_errors();
  const received = recv(client, new Uint8Array(1));
  await paused();
  expect(await ready(client, 0)).toEqual({ ok: true, value: POLLERR });
  unwrap(send_now(server, x));
  expect(await received).toEqual({ ok: true, value: 1 });
});

it('a close during such a pause leaves no entry in the epoll set, though a duplicate is open', async () => {
  const { client, armed, paused } = with_unread_errors();
  closing(unwrap(dup(client)));
  const stop = new AbortController();
  const received = recv(client, new Uint8Array(1), 0, { signal: stop.signal });
  await paused();
  stop.abort();
  await received;
  unwrap(close(client));
  expect(armed.at(-1)).toBe(0);
});

it('a descriptor without waits wakes the loop once at most after such a pause', async () => {
  const { client, server, armed, paused } = with_unread_errors();
  const stop = new AbortController();
  const received = recv(client, new Uint8Array(1), 0, { signal: stop.signal });
  await paused();
  stop.abort();
  expect(await received).toMatchObject({ error: { code: 'ABORT_ERR' } });
  expect((armed.at(-1) as number) & EPOLLET).not.toBe(0);
  unwrap(send_now(server, x));
  while (armed.at(-1) !== 0) await turn(); // removed from the epoll set
  expect(await recv(client, new Uint8Array(1))).toEqual({ ok: true, value: 1 });
});
