import {
  AF_INET,
  getsockopt,
  IPPROTO_TCP,
  POLLIN,
  POLLOUT,
  type PollFd,
  poll,
  SO_LINGER,
  SO_RCVBUF,
  SO_SNDBUF,
  SOL_SOCKET,
  setsockopt,
  TCP_NODELAY,
  unwrap,
} from 'sys-socket';
import { afterEach, describe, expect, it } from 'vitest';
import { interpose } from '../../src/native.js';
import { open, pair } from '../support/sockets.js';
import { ok } from '../sys/kit.js';

let restore = () => {};
afterEach(() => restore());

describe('the bytes that a call uses again', () => {
  it('are not those of a call that a trace makes before it and after it: getsockopt', () => {
    const fd = open();
    unwrap(setsockopt(fd, SOL_SOCKET, SO_RCVBUF, 20_000));
    unwrap(setsockopt(fd, SOL_SOCKET, SO_SNDBUF, 30_000));
    const other: unknown[] = [];
    let inside = false;
    const ask = () => {
      if (inside) return;
      inside = true;
      other.push(unwrap(getsockopt(fd, SOL_SOCKET, SO_SNDBUF)), unwrap(getsockopt(fd, SOL_SOCKET, SO_RCVBUF)));
      unwrap(setsockopt(fd, SOL_SOCKET, SO_LINGER, { l_onoff: 0, l_linger: 99 }));
      inside = false;
    };
    restore = interpose((below) => ({
      getsockopt(...args) {
        ask();
        const returned = below.getsockopt(...args);
        ask();
        return returned;
      },
      setsockopt(...args) {
        ask();
        return below.setsockopt(...args);
      },
    }));
    expect(getsockopt(fd, SOL_SOCKET, SO_RCVBUF)).toEqual(ok(40_000));
    expect(other).toEqual([60_000, 40_000, 60_000, 40_000]);
    unwrap(setsockopt(fd, SOL_SOCKET, SO_LINGER, { l_onoff: 1, l_linger: 7 }));
    restore();
    expect(getsockopt(fd, SOL_SOCKET, SO_LINGER)).toEqual(ok({ l_onoff: 1, l_linger: 7 }));
  });

  it('are not those of a poll that a trace makes', () => {
    const [a, b] = pair();
    let nested = -1;
    restore = interpose((below) => ({
      poll(...args) {
        const first = nested < 0;
        nested = 0;
        if (first)
          nested = unwrap(
            poll(
              [
                { fd: b, events: POLLIN | POLLOUT },
                { fd: -1, events: 0 },
              ],
              0,
            ),
          );
        const returned = below.poll(...args);
        if (first) unwrap(poll([{ fd: -1, events: 0 }], 0));
        return returned;
      },
    }));
    const waiting: PollFd = { fd: a, events: POLLOUT };
    expect(poll([waiting], 0)).toEqual(ok(1));
    expect(waiting.revents).toBe(POLLOUT);
  });

  it('are not those of a call that a getter makes while they are written', () => {
    const [a, b] = pair();
    const waiting = {
      get fd() {
        unwrap(poll([{ fd: b, events: 0 }], 0));
        return a;
      },
      events: POLLOUT,
      revents: 0,
    };
    expect(poll([waiting, { fd: b, events: POLLOUT }], 0)).toEqual(ok(2));
    const fd = open();
    const linger = {
      get l_onoff() {
        unwrap(setsockopt(fd, SOL_SOCKET, SO_LINGER, { l_onoff: 0, l_linger: 3 }));
        return 1;
      },
      l_linger: 5,
    };
    unwrap(setsockopt(fd, SOL_SOCKET, SO_LINGER, linger));
    expect(getsockopt(fd, SOL_SOCKET, SO_LINGER)).toEqual(ok({ l_onoff: 1, l_linger: 5 }));
  });

  it('are zero at the start, whatever the last call left, and after one that threw', () => {
    const fd = open(AF_INET);
    unwrap(setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, 1));
    expect(() => Reflect.apply(setsockopt, undefined, [fd, IPPROTO_TCP, TCP_NODELAY, 'x'])).toThrow(TypeError);
    const seen: number[][] = [];
    restore = interpose((below) => ({
      getsockopt(fd, level, optname, cell) {
        seen.push([...cell]);
        return below.getsockopt(fd, level, optname, cell);
      },
    }));
    expect(getsockopt(fd, IPPROTO_TCP, TCP_NODELAY)).toEqual(ok(1));
    expect(getsockopt(fd, IPPROTO_TCP, TCP_NODELAY)).toEqual(ok(1));
    expect(seen).toEqual([
      [4, 0, 0, 0, 0, 0, 0, 0],
      [4, 0, 0, 0, 0, 0, 0, 0],
    ]);
  });

  it('are not seen in a value: each has its own', () => {
    const fd = open();
    const first = unwrap(getsockopt(fd, SOL_SOCKET, SO_LINGER));
    unwrap(setsockopt(fd, SOL_SOCKET, SO_LINGER, { l_onoff: 1, l_linger: 7 }));
    const second = unwrap(getsockopt(fd, SOL_SOCKET, SO_LINGER));
    expect([first, second]).toEqual([
      { l_onoff: 0, l_linger: 0 },
      { l_onoff: 1, l_linger: 7 },
    ]);
  });
});

describe('poll', () => {
  it('takes no descriptor from Object.prototype', () => {
    Object.defineProperty(Object.prototype, 'fd', { value: 0, configurable: true });
    try {
      expect(() => Reflect.apply(poll, undefined, [[{ events: POLLIN }], 0])).toThrow('poll: fds[0].fd must be');
    } finally {
      Reflect.deleteProperty(Object.prototype, 'fd');
    }
  });
});
