import {
  as_fd,
  close,
  connect,
  F_SETFL,
  fcntl,
  MSG_OOB,
  O_NONBLOCK,
  POLLERR,
  POLLHUP,
  POLLIN,
  POLLNVAL,
  POLLOUT,
  POLLPRI,
  POLLRDHUP,
  type PollFd,
  poll,
  SHUT_WR,
  send,
  shutdown,
  unwrap,
} from 'sys-socket';
import { describe, expect, it } from 'vitest';
import { listener, open, pair, tcp_pair } from '../support/sockets.js';
import { child } from './child.js';
import { fill, nowhere, ok, refused, reset } from './kit.js';
import { int } from './misuse.js';

/** What is there of `events`. */
function polled(fd: PollFd['fd'], events: number, timeout = 0): number | undefined {
  const waiting: PollFd = { fd, events };
  unwrap(poll([waiting], timeout));
  return waiting.revents;
}

describe('poll', () => {
  it('counts the descriptors that are ready, and says for each what there is', () => {
    const [a, b] = pair();
    unwrap(send(a, Buffer.from('x')));
    const waiting: PollFd[] = [
      { fd: a, events: POLLIN },
      { fd: b, events: POLLIN },
      { fd: b, events: POLLIN | POLLOUT },
    ];
    expect(poll(waiting, 1000)).toEqual(ok(2));
    expect(waiting.map(({ revents }) => revents)).toEqual([0, POLLIN, POLLIN | POLLOUT]);
  });

  it('gives 0 when the time runs out, and waits for no less', () => {
    const [a] = pair();
    const start = performance.now();
    expect(poll([{ fd: a, events: POLLIN }], 50)).toEqual(ok(0));
    expect(performance.now() - start).toBeGreaterThanOrEqual(49);
  });

  it('does not wait with 0, and needs no descriptors', () => {
    expect(poll([{ fd: pair()[0], events: POLLIN }], 0)).toEqual(ok(0));
    expect(poll([], 0)).toEqual(ok(0));
  });

  it('waits without end with a negative timeout, when something is there', () => {
    expect(poll([{ fd: pair()[0], events: POLLOUT }], -1)).toEqual(ok(1));
  });

  it('gives no events to an entry that a setter adds during the call', () => {
    const [a] = pair();
    const late: PollFd = { fd: a, events: POLLIN, revents: POLLHUP };
    const waiting: PollFd[] = [];
    const adds = Object.defineProperty({ fd: a, events: POLLOUT }, 'revents', { set: () => waiting.push(late) });
    waiting.push(adds as PollFd);
    expect(poll(waiting, 0)).toEqual({ ok: true, value: 1 });
    expect(late.revents).toBe(POLLHUP);
  });

  it('passes over -1, and clears what revents said before', () => {
    const waiting: PollFd = { fd: -1, events: POLLIN, revents: POLLIN };
    expect(poll([waiting], 0)).toEqual(ok(0));
    expect(waiting.revents).toBe(0);
  });

  it('says POLLNVAL, and no EBADF, for what is not open', () => {
    expect(polled(nowhere, POLLIN)).toBe(POLLNVAL);
  });

  it('says POLLIN on a listener when a connection waits', () => {
    const { fd, addr } = listener();
    expect(polled(fd, POLLIN)).toBe(0);
    unwrap(connect(open(), addr));
    expect(polled(fd, POLLIN, 2000)).toBe(POLLIN);
  });

  it('says nothing about POLLOUT while the send buffer is full', () => {
    const [a] = pair();
    expect(polled(a, POLLOUT)).toBe(POLLOUT);
    fill(a);
    expect(polled(a, POLLOUT)).toBe(0);
  });

  it('says POLLRDHUP, if asked, when the peer sends no more, and POLLHUP when both ends are done', () => {
    const { client, server } = tcp_pair();
    unwrap(shutdown(client, SHUT_WR));
    expect(polled(server, POLLRDHUP, 2000)).toBe(POLLRDHUP);
    expect(polled(server, POLLIN)).toBe(POLLIN);
    unwrap(shutdown(server, SHUT_WR));
    expect(polled(server, 0, 2000)).toBe(POLLHUP);
  });

  it('says POLLHUP on a pair whose other end is closed', () => {
    const [a, b] = pair();
    unwrap(close(b));
    expect(polled(a, POLLIN)).toBe(POLLIN | POLLHUP);
  });

  it('says POLLERR, without being asked, when the connection was reset', () => {
    const { client, server } = tcp_pair();
    reset(server);
    expect(polled(client, 0, 2000)).toBe(POLLERR | POLLHUP);
  });

  it('says POLLPRI for an urgent byte', () => {
    const { client, server } = tcp_pair();
    unwrap(send(client, Buffer.from('!'), MSG_OOB));
    expect(polled(server, POLLPRI, 2000)).toBe(POLLPRI);
  });

  it('says POLLERR and POLLHUP on a socket that does not block after its connection was refused', () => {
    const client = open();
    unwrap(fcntl(client, F_SETFL, O_NONBLOCK));
    const { fd, addr } = listener();
    unwrap(close(fd));
    connect(client, addr);
    expect(polled(client, POLLOUT, 2000)).toBe(POLLOUT | POLLERR | POLLHUP);
  });
});

describe('poll, of its arguments', () => {
  const a = as_fd(0);

  it.each(int)('throws when fd is %s', (_, fd, error) => {
    expect(() => Reflect.apply(poll, undefined, [[{ fd, events: POLLIN }], 0])).toThrow(error);
    expect(() => Reflect.apply(poll, undefined, [[{ fd, events: POLLIN }], 0])).toThrow('poll: fds[0].fd must be ');
  });

  it.each([...int, ['2**15', 2 ** 15, RangeError] as const])(
    'throws when events is %s: it is a short',
    (_, events, error) => {
      const second = () =>
        Reflect.apply(poll, undefined, [
          [
            { fd: a, events: POLLIN },
            { fd: a, events },
          ],
          0,
        ]);
      expect(second).toThrow(error);
      expect(second).toThrow('poll: fds[1].events must be ');
    },
  );

  it.each(int)('throws when timeout is %s', (_, timeout, error) => {
    expect(() => Reflect.apply(poll, undefined, [[], timeout])).toThrow(error);
    expect(() => Reflect.apply(poll, undefined, [[], timeout])).toThrow('poll: timeout must be ');
  });

  it.each([undefined, null, 5, 'fds', {}])('throws a TypeError when fds is %s', (fds) => {
    expect(() => Reflect.apply(poll, undefined, [fds, 0])).toThrow(TypeError);
  });

  it.each([undefined, null, 5, 'fds', {}])('throws a TypeError when one of fds is %s', (waiting) => {
    expect(() => Reflect.apply(poll, undefined, [[waiting], 0])).toThrow(TypeError);
  });
});

// ENOMEM would take the machine out of memory.
describe('poll, refused', () => {
  it('says EINVAL for more descriptors than RLIMIT_NOFILE', () => {
    const program = `
      const of = (length) => poll(Array.from({ length }, () => ({ fd: -1, events: 0 })), 0);
      report([of(256), of(257)]);
    `;
    expect(child(program, { nofile: 256 })).toEqual([ok(0), refused('poll', 'EINVAL')]);
  });

  it('says EINTR when a signal comes, and answers with one frozen value', () => {
    const program = `
      const [a] = unwrap(socketpair(AF_UNIX, SOCK_STREAM, 0));
      signals();
      const [first, second] = [1, 2].map(() => poll([{ fd: a, events: POLLIN }], 10_000));
      report([first, first === second, Object.isFrozen(first), Object.isFrozen(first.error)]);
    `;
    expect(child(program)).toEqual([refused('poll', 'EINTR'), true, true, true]);
  });
});
