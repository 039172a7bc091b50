import { POLLIN, POLLOUT, type PollFd, ppoll, unwrap } from 'sys-socket';
import { describe, expect, it } from 'vitest';
import { pair } from '../support/sockets.js';
import { child } from './child.js';
import { nowhere, ok, refused } from './kit.js';

const now = { tv_sec: 0, tv_nsec: 0 };

describe('ppoll', () => {
  it('says what there is, as poll does', () => {
    const [a, b] = pair();
    const waiting: PollFd[] = [
      { fd: a, events: POLLIN },
      { fd: b, events: POLLOUT },
    ];
    expect(ppoll(waiting, now)).toEqual(ok(1));
    expect(waiting.map(({ revents }) => revents)).toEqual([0, POLLOUT]);
  });

  it('waits for less than a millisecond if asked, for no less than asked, and leaves the time as it was given', () => {
    const time = { tv_sec: 0, tv_nsec: 300_000 };
    const start = process.hrtime.bigint();
    expect(ppoll([{ fd: pair()[0], events: POLLIN }], time)).toEqual(ok(0));
    expect(process.hrtime.bigint() - start).toBeGreaterThanOrEqual(300_000n);
    expect(time).toEqual({ tv_sec: 0, tv_nsec: 300_000 });
  });

  it('waits without end when no time is given, and something is there', () => {
    expect(ppoll([{ fd: nowhere, events: 0 }])).toEqual(ok(1));
  });

  it('lets a signal through while it waits that is blocked else: nothing can come in between', () => {
    const program = `
      process.on('SIGUSR2', () => {});
      unwrap(pthread_sigmask(SIG_BLOCK, [SIGUSR2]));
      unwrap(tgkill(process.pid, gettid(), SIGUSR2));
      const still = ppoll([], { tv_sec: 0, tv_nsec: 0 }, [SIGUSR2]);
      const through = ppoll([], { tv_sec: 10, tv_nsec: 0 }, []);
      report([poll([], 0), still, through, unwrap(pthread_sigmask(SIG_BLOCK))]);
    `;
    expect(child(program)).toEqual([ok(0), ok(0), refused('ppoll', 'EINTR'), [12]]);
  });
});

// ENOMEM would take the machine out of memory.
describe('ppoll, refused', () => {
  it.each([
    { tv_sec: -1, tv_nsec: 0 },
    { tv_sec: 0, tv_nsec: -1 },
    { tv_sec: 0, tv_nsec: 1_000_000_000 },
  ])('says EINVAL for the time %o', (time) => {
    const first = ppoll([], time);
    expect(first).toEqual(refused('ppoll', 'EINVAL'));
    expect(ppoll([], time)).toBe(first);
    expect(first).toSatisfy(Object.isFrozen);
  });

  it('says EINVAL for more descriptors than RLIMIT_NOFILE', () => {
    const program = `
      const of = (length) => ppoll(Array.from({ length }, () => ({ fd: -1, events: 0 })), { tv_sec: 0, tv_nsec: 0 });
      report([of(256), of(257)]);
    `;
    expect(child(program, { nofile: 256 })).toEqual([ok(0), refused('ppoll', 'EINVAL')]);
  });

  it('says EINTR when a signal comes, whatever SA_RESTART says', () => {
    const program = `
      signals();
      report(ppoll([], { tv_sec: 10, tv_nsec: 0 }));
    `;
    expect(child(program)).toEqual(refused('ppoll', 'EINTR'));
  });
});

describe('ppoll, of its arguments', () => {
  it.each([
    ['fds[0].fd', [[{ fd: '3', events: 0 }], now]],
    ['fds[0].events', [[{ fd: 3, events: 2 ** 15 }], now]],
    ['tmo_p', [[], 1000]],
    ['tmo_p.tv_sec', [[], { tv_sec: 0.5, tv_nsec: 0 }]],
    ['tmo_p.tv_nsec', [[], { tv_sec: 0 }]],
    ['sigmask', [[], now, 'SIGUSR1']],
    ['sigmask[0]', [[], now, [0]]],
    ['sigmask[1]', [[], now, [1, 65]]],
  ])('throws for a wrong %s, and says so', (where, given) => {
    expect(() => Reflect.apply(ppoll, undefined, given)).toThrow(`ppoll: ${where} must be `);
  });

  it.each([undefined, null, 5, 'fds', {}])('throws a TypeError when fds is %s', (fds) => {
    expect(() => unwrap(Reflect.apply(ppoll, undefined, [fds, now]))).toThrow(TypeError);
  });
});
