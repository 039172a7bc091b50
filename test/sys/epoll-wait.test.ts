import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import {
  connect,
  EPOLL_CTL_ADD,
  EPOLLET,
  EPOLLEXCLUSIVE,
  EPOLLIN,
  EPOLLOUT,
  epoll_create1,
  epoll_ctl,
  epoll_events,
  epoll_pwait2,
  epoll_wait,
  eventfd,
  type Fd,
  unwrap,
} from 'sys-socket';
import { describe, expect, it } from 'vitest';
import { ending } from '../support/processes.js';
import { until } from '../support/servers.js';
import { closing, listener, open, pair } from '../support/sockets.js';
import { child, with_imports } from './child.js';
import { nowhere, ok, refused } from './kit.js';
import { type Bad, contract, int, optional } from './misuse.js';

const epoll = () => closing(unwrap(epoll_create1(0)));

/** An instance that waits for one event, which is there. */
function ready(data?: number | bigint): { readonly epfd: Fd; readonly fd: Fd } {
  const [epfd, fd] = [epoll(), closing(unwrap(eventfd(1, 0)))];
  unwrap(epoll_ctl(epfd, EPOLL_CTL_ADD, fd, data === undefined ? { events: EPOLLIN } : { events: EPOLLIN, data }));
  return { epfd, fd };
}

const bad_events: readonly Bad[] = [
  ['undefined', undefined, TypeError],
  ['null', null, TypeError],
  ['a number', 64, TypeError],
  ['an array', [], TypeError],
  ['bytes', new Uint8Array(12), TypeError],
  ['what only inherits from one', Object.create(epoll_events(1)), TypeError],
];
contract(epoll_wait, { epfd: int, events: bad_events, timeout: int }, [nowhere, epoll_events(1), 0], 'EBADF');

const bad_struct: readonly Bad[] = [['a number', 1, TypeError]];
const bad_signals: readonly Bad[] = [
  ['a number', 1, TypeError],
  ['a string', 'USR1', TypeError],
];
contract(
  epoll_pwait2,
  { epfd: int, events: bad_events, timeout: optional(bad_struct), sigmask: optional(bad_signals) },
  [nowhere, epoll_events(1), { tv_sec: 0, tv_nsec: 0 }],
  'EBADF',
);

describe('epoll_events', () => {
  it('has room for so many', () => {
    expect(epoll_events(64).maxevents).toBe(64);
  });

  it.each([...int, ['-1', -1, RangeError] as const])('throws when maxevents is %s', (_, maxevents, error) => {
    const make = () => Reflect.apply(epoll_events, undefined, [maxevents]);
    expect(make).toThrow(error);
    expect(make).toThrow('epoll_events: maxevents must be ');
  });

  it('holds the descriptor, where no data was given', () => {
    const { epfd, fd } = ready();
    const events = epoll_events(1);
    unwrap(epoll_wait(epfd, events, 0));
    expect([events.fd(0), events.data(0), events.u64(0)]).toEqual([fd, fd, BigInt(fd)]);
  });

  it.each([0, 1, 2 ** 31, 2 ** 32 - 1, 2 ** 32, 0x1234_5678_9abc, Number.MAX_SAFE_INTEGER])(
    'holds the data %d',
    (data) => {
      const events = epoll_events(1);
      unwrap(epoll_wait(ready(data).epfd, events, 0));
      expect([events.data(0), events.u64(0)]).toEqual([data, BigInt(data)]);
      unwrap(epoll_wait(ready(BigInt(data)).epfd, events, 0));
      expect(events.data(0)).toBe(data);
    },
  );

  it.each([2n ** 53n, 0x0123_4567_89ab_cdefn, 2n ** 64n - 1n])('holds %d, and gives it as a bigint only', (data) => {
    const events = epoll_events(1);
    unwrap(epoll_wait(ready(data).epfd, events, 0));
    expect(events.u64(0)).toBe(data);
    expect(() => events.data(0)).toThrow(RangeError);
  });

  it('shows what came, and nothing past that: neither old events nor memory', () => {
    const events = epoll_events(4);
    expect(() => events.events(0)).toThrow(RangeError);
    unwrap(epoll_wait(ready().epfd, events, 0));
    expect(events.events(0)).toBe(EPOLLIN);
    for (const i of [1, 4, -1, 0.5, Number.NaN, 2 ** 32]) {
      expect(() => events.events(i), `${i}`).toThrow(RangeError);
      expect(() => events.fd(i), `${i}`).toThrow(RangeError);
      expect(() => events.data(i), `${i}`).toThrow(RangeError);
      expect(() => events.u64(i), `${i}`).toThrow(RangeError);
    }
    expect(() => Reflect.apply(events.events, events, ['0'])).toThrow(TypeError);
    unwrap(epoll_wait(epoll(), events, 0));
    expect(() => events.events(0)).toThrow(RangeError);
  });
});

describe('epoll_wait', () => {
  it('gives 0 when the time runs out, and waits for no less', () => {
    const start = performance.now();
    expect(epoll_wait(epoll(), epoll_events(1), 50)).toEqual(ok(0));
    expect(performance.now() - start).toBeGreaterThanOrEqual(49);
  });

  it('does not wait with 0, and waits without end with a negative timeout when something is there', () => {
    expect(epoll_wait(epoll(), epoll_events(1), 0)).toEqual(ok(0));
    expect(epoll_wait(ready().epfd, epoll_events(1), -1)).toEqual(ok(1));
  });

  it('tells of each descriptor with its own data', () => {
    const epfd = epoll();
    const [a, b] = pair();
    for (const fd of [a, b]) unwrap(epoll_ctl(epfd, EPOLL_CTL_ADD, fd, { events: EPOLLIN | EPOLLOUT }));
    const events = epoll_events(8);
    expect(epoll_wait(epfd, events, 0)).toEqual(ok(2));
    expect(new Set([events.fd(0), events.fd(1)])).toEqual(new Set([a, b]));
    expect([events.events(0), events.events(1)]).toEqual([EPOLLOUT, EPOLLOUT]);
  });

  it('that has room for fewer than are ready tells of the others next: none starves', () => {
    const epfd = epoll();
    const fds = Array.from({ length: 5 }, () => closing(unwrap(eventfd(1, 0))));
    for (const fd of fds) unwrap(epoll_ctl(epfd, EPOLL_CTL_ADD, fd, { events: EPOLLIN }));
    const events = epoll_events(2);
    const seen = [1, 2, 3].flatMap(() => {
      expect(epoll_wait(epfd, events, 0)).toEqual(ok(2));
      return [events.fd(0), events.fd(1)];
    });
    expect(new Set(seen)).toEqual(new Set(fds));
  });
});

describe('epoll_wait, refused', () => {
  it('says EINVAL for no room, and for what is no epoll instance', () => {
    expect(epoll_wait(epoll(), epoll_events(0), 0)).toEqual(refused('epoll_wait', 'EINVAL'));
    expect(epoll_wait(pair()[0], epoll_events(1), 0)).toEqual(refused('epoll_wait', 'EINVAL'));
  });

  it('says EINTR when a signal comes, although its handler has SA_RESTART', () => {
    const program = `
      const epfd = unwrap(epoll_create1(0));
      signals();
      report([epoll_wait(epfd, epoll_events(1), 10_000), epoll_pwait2(epfd, epoll_events(1), { tv_sec: 10, tv_nsec: 0 })]);
    `;
    expect(child(program)).toEqual([refused('epoll_wait', 'EINTR'), refused('epoll_pwait2', 'EINTR')]);
  });
});

// ENOSYS is of kernels before Linux 5.11.
describe('epoll_pwait2', () => {
  it('waits for less than a millisecond if asked, and for no less than asked', () => {
    const start = process.hrtime.bigint();
    expect(epoll_pwait2(epoll(), epoll_events(1), { tv_sec: 0, tv_nsec: 300_000 })).toEqual(ok(0));
    expect(process.hrtime.bigint() - start).toBeGreaterThanOrEqual(300_000n);
  });

  it('waits without end when no time is given, and something is there', () => {
    const { epfd, fd } = ready();
    const events = epoll_events(1);
    expect(epoll_pwait2(epfd, events)).toEqual(ok(1));
    expect(events.fd(0)).toBe(fd);
  });

  it('lets a signal through while it waits that is blocked else: nothing can come in between', () => {
    const program = `
      process.on('SIGUSR2', () => {});
      unwrap(pthread_sigmask(SIG_BLOCK, [SIGUSR2]));
      unwrap(tgkill(process.pid, gettid(), SIGUSR2));
      const [epfd, events] = [unwrap(epoll_create1(0)), epoll_events(1)];
      const blocked = epoll_wait(epfd, events, 0);
      const still = epoll_pwait2(epfd, events, { tv_sec: 0, tv_nsec: 0 }, [SIGUSR2]);
      const through = epoll_pwait2(epfd, events, { tv_sec: 10, tv_nsec: 0 }, []);
      report([blocked, still, through, unwrap(pthread_sigmask(SIG_BLOCK))]);
    `;
    expect(child(program)).toEqual([ok(0), ok(0), refused('epoll_pwait2', 'EINTR'), [12]]);
  });

  it.each([
    { tv_sec: -1, tv_nsec: 0 },
    { tv_sec: 0, tv_nsec: -1 },
    { tv_sec: 0, tv_nsec: 1_000_000_000 },
  ])('says EINVAL for the time %o', (timeout) => {
    expect(epoll_pwait2(epoll(), epoll_events(1), timeout)).toEqual(refused('epoll_pwait2', 'EINVAL'));
  });

  it.each([
    ['timeout.tv_sec', [{ tv_sec: 0.5, tv_nsec: 0 }]],
    ['timeout.tv_nsec', [{ tv_sec: 0 }]],
    ['sigmask[1]', [{ tv_sec: 0, tv_nsec: 0 }, [1, 65]]],
    ['sigmask[0]', [undefined, [0]]],
  ])('throws for a wrong %s, and says so', (where, rest) => {
    const call = () => Reflect.apply(epoll_pwait2, undefined, [epoll(), epoll_events(1), ...rest]);
    expect(call).toThrow(`epoll_pwait2: ${where} must be `);
  });
});

describe('EPOLLEXCLUSIVE', () => {
  interface Waiter {
    /** Whether its instance saw a connection. */
    readonly saw: Promise<boolean>;
    /** It waits no longer. */
    readonly stop: () => void;
  }

  /** A process that waits in an instance of its own for descriptor 3, and for the end of its stdin. */
  async function waiter(fd: Fd, how: number): Promise<Waiter> {
    const program = with_imports(`
      const epfd = unwrap(epoll_create1(0));
      unwrap(epoll_ctl(epfd, EPOLL_CTL_ADD, as_fd(0), { events: EPOLLIN, data: 0 }));
      unwrap(epoll_ctl(epfd, EPOLL_CTL_ADD, as_fd(3), { events: EPOLLIN | ${how}, data: 3 }));
      unwrap(write(as_fd(1), Buffer.from(String(epfd))));
      const events = epoll_events(8);
      const count = unwrap(epoll_wait(epfd, events, -1));
      const saw = Array.from({ length: count }, (_, i) => Number(events.data(i)));
      unwrap(write(as_fd(1), Buffer.from(String(saw.includes(3)))));
    `);
    const args = ['--input-type=module', '-e', program];
    const started = spawn(process.execPath, args, { stdio: ['pipe', 'pipe', 'inherit', fd] });
    ending(started);
    const { pid, stdin, stdout } = started;
    if (stdin === null || stdout === null) throw new Error('no pipes');
    const [epfd] = await once(stdout, 'data');
    // `running`, or the number of the call that blocks, and its arguments. proc_pid_syscall(5)
    const first_argument = () => readFileSync(`/proc/${pid}/syscall`, 'latin1').split(' ')[1];
    await until('a process that waits', () => first_argument() === `0x${Number(epfd).toString(16)}`);
    return { saw: once(stdout, 'data').then(([told]) => String(told) === 'true'), stop: () => void stdin.end() };
  }

  async function woken(how: number): Promise<boolean[]> {
    const { fd, addr } = listener();
    const waiters = [await waiter(fd, how), await waiter(fd, how)];
    unwrap(connect(open(), addr));
    // When one was woken, all were that will be.
    await Promise.race(waiters.map(({ saw }) => saw));
    for (const { stop } of waiters) stop();
    return (await Promise.all(waiters.map(({ saw }) => saw))).sort();
  }

  it('lets one connection wake one of two processes', async () => {
    expect(await woken(EPOLLEXCLUSIVE)).toEqual([false, true]);
  });

  it.each([
    ['without it', 0],
    ['with EPOLLET, which is no substitute between instances,', EPOLLET],
  ])('%s both are woken', async (_, how) => {
    expect(await woken(how)).toEqual([true, true]);
  });
});
