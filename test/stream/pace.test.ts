import {
  deadline_in,
  MSG_ERRQUEUE,
  MSG_PEEK,
  MSG_TRUNC,
  MSG_WAITALL,
  recv_exact,
  recv_frame,
  type StreamOptions,
  send_all,
  send_frame,
} from 'sys-socket';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { fd, plays } from '../support/kernel.js';

describe('deadline_in', () => {
  afterEach(() => {
    vi.useRealTimers();
  });

  it('counts down on the monotonic clock, past 0', () => {
    vi.useFakeTimers({ toFake: ['performance', 'Date'] });
    const deadline = deadline_in(100);
    expect(deadline.remaining()).toBe(100);
    vi.setSystemTime(0);
    expect(deadline.remaining()).toBe(100);
    vi.advanceTimersByTime(130);
    expect(deadline.remaining()).toBe(-30);
  });

  it.each([-1, Number.NaN, Number.NEGATIVE_INFINITY])('refuses %d', (ms) => {
    expect(() => deadline_in(ms)).toThrow(RangeError);
  });
});

describe('the options of a loop', () => {
  const hello = Buffer.from('HELLO');

  it('share one deadline between calls', () => {
    const script = [
      'send(7, "HELLO", MSG_DONTWAIT|MSG_NOSIGNAL) = EAGAIN',
      'poll(7, POLLOUT, 100) = 1 <60>',
      'send(7, "HELLO", MSG_DONTWAIT|MSG_NOSIGNAL) = 5',
      'poll(7, POLLIN, 40) = 0 <40>',
    ];
    const got = plays(script, () => {
      const deadline = deadline_in(100);
      send_all(fd, hello, { deadline });
      return recv_exact(fd, Buffer.alloc(5), { deadline });
    });
    expect(got).toMatchObject({ ok: false, error: { code: 'DEADLINE_EXCEEDED', received: 0 } });
  });

  it('round what is left up: poll never ends before the deadline', () => {
    const script = ['poll(7, POLLIN, 1) = 0 <1>'];
    plays(script, () => recv_exact(fd, Buffer.alloc(5), { deadline: 0.2 }));
  });

  it('may set a deadline beyond what one poll can wait', () => {
    const script = [
      'poll(7, POLLIN, 2147483647) = 0 <2147483647>',
      'poll(7, POLLIN, 2147483647) = 1',
      'recv(7, 5, MSG_DONTWAIT) = "HELLO"',
    ];
    const got = plays(script, () => recv_exact(fd, Buffer.alloc(5), { deadline: Number.POSITIVE_INFINITY }));
    expect(got).toEqual({ ok: true, value: 5 });
  });

  it('leave a bad descriptor to the call', () => {
    const script = ['send(7, "HELLO", MSG_DONTWAIT|MSG_NOSIGNAL) = EBADF'];
    const sent = plays(script, () => send_all(fd, hello, { deadline: 100 }));
    expect(sent).toMatchObject({ ok: false, error: { syscall: 'send', code: 'EBADF', sent: 0 } });
  });

  const misuses: ReadonlyArray<readonly [string, object, TypeErrorConstructor | RangeErrorConstructor]> = [
    ['flags', { flags: 'MSG_MORE' }, TypeError],
    ['flags', { flags: 1.5 }, RangeError],
    ['flags', { flags: 2 ** 32 }, RangeError],
    ['MSG_PEEK', { flags: MSG_PEEK }, RangeError],
    ['MSG_TRUNC', { flags: MSG_TRUNC | MSG_WAITALL }, RangeError],
    ['MSG_ERRQUEUE', { flags: MSG_ERRQUEUE }, RangeError],
    ['deadline', { deadline: '100' }, TypeError],
    ['deadline', { deadline: null }, TypeError],
    ['deadline', { deadline: {} }, TypeError],
    ['deadline', { deadline: -1 }, RangeError],
    ['on_interrupt', { on_interrupt: 'again' }, TypeError],
  ];

  it.each(misuses)('are checked before any call: %s in %o', (name, options: StreamOptions, kind) => {
    const calls = [
      () => send_all(fd, hello, options),
      () => recv_exact(fd, Buffer.alloc(5), options),
      () => send_frame(fd, hello, options),
      () => recv_frame(fd, options),
    ];
    for (const call of calls) {
      const misuse = expect(() => plays([], () => call()));
      misuse.toThrow(kind);
      misuse.toThrow(name);
    }
  });
});
