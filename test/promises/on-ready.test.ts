// An epoll set of one's own under the event loop.
import { AsyncLocalStorage } from 'node:async_hooks';
import {
  close,
  EPOLL_CTL_ADD,
  EPOLL_CTL_MOD,
  EPOLLET,
  EPOLLIN,
  EPOLLONESHOT,
  epoll_create1,
  epoll_ctl,
  eventfd,
  eventfd_read,
  eventfd_write,
  type Fd,
  POLLIN,
  recv,
  send,
  unwrap,
} from 'sys-socket';
import { on_ready, readable, ready_events } from 'sys-socket/promises';
import { describe, expect, it } from 'vitest';
import { patience } from '../../src/promises/options.js';
import { wait_once } from '../../src/promises/waiting.js';
import { closing, pair } from '../support/sockets.js';
import { child } from '../sys/child.js';

const epoll = () => closing(unwrap(epoll_create1(0)));
const promises = new URL('../../dist/promises/index.js', import.meta.url).href;
const turn = () => new Promise((resolve) => setImmediate(resolve));

/** An eventfd in a set, as `how` says. */
function counter_in(epfd: Fd, how: number): Fd {
  const fd = closing(unwrap(eventfd(0, 0)));
  unwrap(epoll_ctl(epfd, EPOLL_CTL_ADD, fd, { events: EPOLLIN | how }));
  return fd;
}

/** How often a set with one ready eventfd calls in ten turns of the loop, without anybody reading. */
async function calls_for(how: number): Promise<number> {
  const epfd = epoll();
  const fd = counter_in(epfd, how);
  let calls = 0;
  using _ = unwrap(
    on_ready(epfd, (events, count) => {
      expect([count, events.fd(0)]).toEqual([1, fd]);
      calls += 1;
    }),
  );
  unwrap(eventfd_write(fd, 1n));
  for (let i = 0; i < 10; ++i) await turn();
  return calls;
}

describe('on_ready', () => {
  it('tells again and again of what is level-triggered', async () => {
    expect(await calls_for(0)).toBeGreaterThan(1);
  });

  it.each([
    ['EPOLLET', EPOLLET],
    ['EPOLLONESHOT', EPOLLONESHOT],
  ])('tells once of %s', async (_name, how) => {
    expect(await calls_for(how)).toBe(1);
  });

  it('tells again after the next arrival (EPOLLET), and after EPOLL_CTL_MOD (EPOLLONESHOT)', async () => {
    for (const how of [EPOLLET, EPOLLONESHOT]) {
      const epfd = epoll();
      const fd = counter_in(epfd, how);
      const told: (() => void)[] = [];
      const next = () => new Promise<void>((resolve) => told.push(resolve));
      using _ = unwrap(on_ready(epfd, () => told.shift()?.()));
      for (let i = 0; i < 3; ++i) {
        const came = next();
        unwrap(eventfd_write(fd, 1n));
        if (how === EPOLLONESHOT) unwrap(epoll_ctl(epfd, EPOLL_CTL_MOD, fd, { events: EPOLLIN | how }));
        await came;
      }
    }
  });

  it('tells at most maxevents at a time, and the rest after', async () => {
    const epfd = epoll();
    for (let i = 0; i < 5; ++i) unwrap(eventfd_write(counter_in(epfd, EPOLLET), 1n));
    const counts: number[] = [];
    await new Promise<void>((resolve) => {
      const set = unwrap(
        on_ready(
          epfd,
          (_events, count) => {
            counts.push(count);
            if (counts.length < 3) return;
            set.close();
            resolve();
          },
          { maxevents: 2 },
        ),
      );
    });
    expect(counts).toEqual([2, 2, 1]);
  });

  it('ends with its close, and with that of the epoll descriptor', async () => {
    for (const by of ['close', 'descriptor'] as const) {
      const epfd = unwrap(epoll_create1(0));
      let calls = 0;
      const set = unwrap(on_ready(epfd, () => void ++calls));
      const fd = counter_in(epfd, 0);
      if (by === 'close') set.close();
      else unwrap(close(epfd));
      unwrap(eventfd_write(fd, 1n));
      await turn();
      await turn();
      expect(calls).toBe(0);
      set.close();
      if (by === 'close') unwrap(close(epfd));
    }
  });

  it('keeps the process running or not, as it is told', () => {
    const program = `
      const { on_ready } = await import(${JSON.stringify(promises)});
      const [wakes, lasts] = [unwrap(eventfd(0, 0)), unwrap(epoll_create1(0))];
      unwrap(epoll_ctl(lasts, EPOLL_CTL_ADD, wakes, { events: EPOLLIN }));
      const set = unwrap(on_ready(lasts, () => {
        set.unref(); // nothing else keeps this process running
        console.log(JSON.stringify('woken'));
      }));
      set.unref();
      set.ref();
      setTimeout(() => eventfd_write(wakes, 1n), 50).unref();`;
    expect(child(program)).toBe('woken');
  });

  it('watches a set once, and again after its end', () => {
    const epfd = epoll();
    const set = unwrap(on_ready(epfd, () => {}));
    expect(on_ready(epfd, () => {})).toMatchObject({ ok: false, error: { code: 'EEXIST' } });
    set.close();
    unwrap(on_ready(epfd, () => {})).close();
  });

  it('takes an epoll descriptor and nothing else', () => {
    const [a] = pair();
    expect(on_ready(a, () => {})).toMatchObject({ error: { syscall: 'epoll_ctl', code: 'EINVAL' } });
    const gone = unwrap(epoll_create1(0));
    unwrap(close(gone));
    expect(on_ready(gone, () => {})).toMatchObject({ error: { code: 'EBADF' } });
    expect(() => Reflect.apply(on_ready, undefined, [epoll(), 7])).toThrow('on_ready: callback must be a function');
    expect(() => on_ready(epoll(), () => {}, { maxevents: 0 })).toThrow(RangeError);
  });

  it('runs its callback in the context in which it was made', async () => {
    const storage = new AsyncLocalStorage<string>();
    const epfd = epoll();
    const fd = counter_in(epfd, 0);
    const seen = new Promise((resolve) => {
      storage.run('the maker', () => {
        const set = unwrap(
          on_ready(epfd, () => {
            set.close();
            resolve(storage.getStore());
          }),
        );
      });
    });
    storage.run('somebody else', () => unwrap(eventfd_write(fd, 1n)));
    expect(await seen).toBe('the maker');
  });
});

describe('ready_events', () => {
  it('is the same as an iterator, which ends with the epoll descriptor', async () => {
    const epfd = unwrap(epoll_create1(0));
    const fd = counter_in(epfd, 0);
    unwrap(eventfd_write(fd, 1n));
    let turns = 0;
    for await (const ready of ready_events(epfd)) {
      const { events, count } = unwrap(ready);
      expect([count, events.fd(0), unwrap(eventfd_read(fd))]).toEqual([1, fd, 1n]);
      turns += 1;
      if (turns < 3) setImmediate(() => eventfd_write(fd, 1n));
      else unwrap(close(epfd));
    }
    expect(turns).toBe(3);
  });

  it('ends too if its descriptor is closed between the event and the look at the set', async () => {
    const epfd = unwrap(epoll_create1(0));
    const counter = counter_in(epfd, 0);
    const [a, b] = pair();
    const closes = wait_once(b, POLLIN, patience('test', undefined), Number.POSITIVE_INFINITY);
    const closed = closes.then(() => unwrap(close(epfd)));
    const next = ready_events(epfd).next();
    // Both are events of one look at the epoll set of this thread.
    unwrap(send(a, Buffer.from('x')));
    unwrap(eventfd_write(counter, 1n));
    await closed;
    expect(await next).toEqual({ done: true, value: undefined });
  });
});

describe('AsyncLocalStorage', () => {
  it('is kept across each await', async () => {
    const storage = new AsyncLocalStorage<number>();
    const [a, b] = pair();
    const stores = Array.from({ length: 3 }, (_, i) =>
      storage.run(i, async () => {
        await readable(b);
        const first = storage.getStore();
        await readable(b, { timeout: 1000 });
        return [first, storage.getStore()];
      }),
    );
    storage.run(99, () => unwrap(send(a, Buffer.from('x'))));
    expect(await Promise.all(stores)).toEqual([
      [0, 0],
      [1, 1],
      [2, 2],
    ]);
    unwrap(recv(b, new Uint8Array(1)));
  });
});
