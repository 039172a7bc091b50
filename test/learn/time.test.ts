// A play with a clock of its own: what a wait on the real kernel would do, and no time passes.
import {
  connect,
  EPOLL_CTL_ADD,
  EPOLLIN,
  epoll_create1,
  epoll_ctl,
  epoll_events,
  epoll_wait,
  F_GETFL,
  F_SETFL,
  type Fd,
  fcntl,
  getsockopt,
  MSG_DONTWAIT,
  MSG_WAITALL,
  O_NONBLOCK,
  own,
  POLLERR,
  POLLHUP,
  POLLIN,
  POLLOUT,
  poll,
  ppoll,
  recv,
  SO_ERROR,
  SO_RCVTIMEO,
  SO_TYPE,
  SOCK_STREAM,
  SOL_SOCKET,
  setsockopt,
  sockaddr_in,
  unwrap,
} from 'sys-socket';
import { describe, expect, it } from 'vitest';
import { play } from '../../src/learn/play.js';
import type { Time } from '../../src/learn/time.js';

const two = (time: Time, run: (fd: Fd) => unknown) => play({ comes: ['HEL', 'LO'], time }, run);
const addr = sockaddr_in('127.0.0.1', 7);

describe('a wait', () => {
  it('sleeps until a piece comes, and says what there is', async () => {
    const run = await two({ every: 40 }, (fd) => {
      const waiting = { fd, events: POLLIN, revents: 0 };
      return [unwrap(poll([waiting], 100)), waiting.revents === POLLIN, recv(fd, Buffer.alloc(8)).ok];
    });
    expect(run.returned).toEqual([1, true, true]);
    expect(Math.floor(run.took)).toBe(40);
  });

  it('sleeps no longer than it is told to, and for ever if it is not', async () => {
    const late = await two({ every: 40 }, (fd) =>
      unwrap(ppoll([{ fd, events: POLLIN }], { tv_sec: 0, tv_nsec: 15e6 })),
    );
    expect([late.returned, Math.floor(late.took)]).toEqual([0, 15]);
    const never = await play({ time: {} }, (fd) => poll([{ fd, events: POLLIN }], -5));
    expect(never.stopped).toBe('sleeps');
  });

  it('is ended by a signal', async () => {
    const run = await two({ every: 40, signals: [10] }, (fd) => poll([{ fd, events: POLLIN }], 100));
    expect(run.returned).toMatchObject({ ok: false, error: { code: 'EINTR' } });
    expect(run.took).toBe(10);
  });

  it('may be that of an epoll set', async () => {
    const run = await two({ every: 40 }, (fd) => {
      using set = own(unwrap(epoll_create1(0)));
      unwrap(epoll_ctl(set.fd, EPOLL_CTL_ADD, fd, { events: EPOLLIN, data: 77 }));
      const events = epoll_events(4);
      return [unwrap(epoll_wait(set.fd, events, -1)), events.data(0), events.events(0) === EPOLLIN];
    });
    expect(run.returned).toEqual([1, 77, true]);
    expect(Math.floor(run.took)).toBe(40);
  });

  it('may be a receive that blocks, with SO_RCVTIMEO or without', async () => {
    const blocks = await two({ every: 40 }, (fd) => recv(fd, Buffer.alloc(8)));
    expect([blocks.returned, Math.floor(blocks.took)]).toEqual([{ ok: true, value: 3 }, 40]);
    const late = await two({ every: 40 }, (fd) => {
      unwrap(setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, { tv_sec: 0, tv_usec: 20_000 }));
      return recv(fd, Buffer.alloc(8));
    });
    expect(late.returned).toMatchObject({ ok: false, error: { code: 'EAGAIN' } });
    expect(Math.floor(late.took)).toBe(20);
  });

  it('has one SO_RCVTIMEO for all that MSG_WAITALL waits for', async () => {
    const run = await two({ every: 40 }, (fd) => {
      unwrap(setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, { tv_sec: 0, tv_usec: 60_000 }));
      return recv(fd, Buffer.alloc(8), MSG_WAITALL);
    });
    expect([run.returned, Math.floor(run.took)]).toEqual([{ ok: true, value: 3 }, 60]);
  });

  it('is none where the call does not block', async () => {
    const run = await two({ every: 40 }, (fd) => {
      const asked = recv(fd, Buffer.alloc(8), MSG_DONTWAIT);
      unwrap(fcntl(fd, F_SETFL, unwrap(fcntl(fd, F_GETFL)) | O_NONBLOCK));
      return [asked, recv(fd, Buffer.alloc(8))].map((got) => !got.ok && got.error.code);
    });
    expect(run.returned).toEqual(['EAGAIN', 'EAGAIN']);
    expect(run.took).toBeLessThan(1);
  });
});

describe('a connect', () => {
  const connecting = (connects: NonNullable<Time['connects']>, run: (fd: Fd) => unknown) =>
    play({ time: { connects } }, run);

  it('is under way, then there', async () => {
    const run = await connecting({ after: 30 }, (fd) => {
      const codes = [connect(fd, addr), connect(fd, addr)].map((said) => !said.ok && said.error.code);
      const waiting = { fd, events: POLLOUT, revents: 0 };
      unwrap(poll([waiting], -1));
      const got = [SO_ERROR, SO_TYPE].map((option) => unwrap(getsockopt(fd, SOL_SOCKET, option)));
      return [...codes, waiting.revents === POLLOUT, ...got];
    });
    expect(run.returned).toEqual(['EINPROGRESS', 'EALREADY', true, 0, SOCK_STREAM]);
  });

  it('is refused, which SO_ERROR says once', async () => {
    const run = await connecting({ after: 30, refused: 'ECONNREFUSED' }, (fd) => {
      connect(fd, addr);
      const waiting = { fd, events: POLLOUT, revents: 0 };
      unwrap(poll([waiting], -1));
      const error = () => unwrap(getsockopt(fd, SOL_SOCKET, SO_ERROR));
      return [waiting.revents === (POLLOUT | POLLERR | POLLHUP), error(), error()];
    });
    expect(run.returned).toEqual([true, 111, 0]);
  });

  it('may be answered at once', async () => {
    const said = async (refused?: string) =>
      (await connecting({ after: 0, ...(refused && { refused }) }, (fd) => connect(fd, addr))).returned;
    expect(await said()).toMatchObject({ ok: true });
    expect(await said('ECONNREFUSED')).toMatchObject({ ok: false, error: { code: 'ECONNREFUSED' } });
  });
});

describe('the clocks of the process', () => {
  it('tell the time of the play, and then their own', async () => {
    const real = Date.now();
    const run = await two({ every: 40_000_000 }, (fd) => {
      // biome-ignore lint/complexity/useDateNow: the constructor tells the time too
      const read = () => [performance.now(), Date.now(), +new Date(), Number(process.hrtime.bigint()) / 1e6];
      const before = read();
      recv(fd, Buffer.alloc(8));
      return read().map((now, i) => Math.round((now - (before[i] ?? 0)) / 1e4));
    });
    expect(run.returned).toEqual([4000, 4000, 4000, 4000]);
    expect(Date.now() - real).toBeLessThan(3_600_000);
    expect(new Date(5).getTime()).toBe(5);
  });

  it('are told in each way that JavaScript has', async () => {
    const run = await two({ every: 40_000_000 }, (fd) => {
      const [since, before] = [process.hrtime(), Date()];
      recv(fd, Buffer.alloc(8));
      return [process.hrtime(since)[0], Math.round((Date.parse(Date()) - Date.parse(before)) / 1e4)];
    });
    expect(run.returned).toEqual([40_000, 4000]);
  });

  it('may be set, but not the monotonic one', async () => {
    const run = await two({ every: 40, wall: { at: 20, by: -3_600_000 } }, (fd) => {
      const before = [performance.now(), Date.now()] as const;
      recv(fd, Buffer.alloc(8));
      return [performance.now() > before[0], Date.now() < before[1]];
    });
    expect(run.returned).toEqual([true, true]);
  });
});
