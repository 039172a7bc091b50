import {
  CLOCK_BOOTTIME,
  CLOCK_MONOTONIC,
  CLOCK_PROCESS_CPUTIME_ID,
  CLOCK_REALTIME,
  F_GETFD,
  F_GETFL,
  FD_CLOEXEC,
  type Fd,
  fcntl,
  type Itimerspec,
  O_NONBLOCK,
  O_RDWR,
  POLLIN,
  poll,
  read,
  TFD_CLOEXEC,
  TFD_NONBLOCK,
  TFD_TIMER_ABSTIME,
  TFD_TIMER_CANCEL_ON_SET,
  timerfd_create,
  timerfd_gettime,
  timerfd_settime,
  unwrap,
} from 'sys-socket';
import { describe, expect, it } from 'vitest';
import { closing } from '../support/sockets.js';
import { child } from './child.js';
import { no_socket, nowhere, ok, refused } from './kit.js';
import { type Bad, contract, flags, int } from './misuse.js';

const ms = (milliseconds: number) => ({
  tv_sec: Math.floor(milliseconds / 1000),
  tv_nsec: (milliseconds % 1000) * 1e6,
});
const once = (milliseconds: number): Itimerspec => ({ it_value: ms(milliseconds), it_interval: ms(0) });
const never = once(0);
const timer = (clock = CLOCK_MONOTONIC) => closing(unwrap(timerfd_create(clock, TFD_NONBLOCK)));

/** How many times it went off since the last look, or why that is not known. */
function expirations(fd: Fd): bigint | string | undefined {
  const count = new BigUint64Array(1);
  const got = read(fd, new Uint8Array(count.buffer));
  return got.ok ? count[0] : got.error.code;
}

const bad_value: readonly Bad[] = [
  ['undefined', undefined, TypeError],
  ['null', null, TypeError],
  ['a number', 1000, TypeError],
];
contract(timerfd_create, { clockid: int, flags }, [99, 0], 'EINVAL');
contract(timerfd_settime, { fd: int, flags, new_value: bad_value }, [nowhere, 0, never], 'EBADF');
contract(timerfd_gettime, { fd: int }, [nowhere], 'EBADF');

describe('timerfd', () => {
  it.each([
    ['CLOCK_MONOTONIC', CLOCK_MONOTONIC],
    ['CLOCK_REALTIME', CLOCK_REALTIME],
    ['CLOCK_BOOTTIME', CLOCK_BOOTTIME],
  ])('of %s goes off once, not earlier than asked', (_, clock) => {
    const fd = timer(clock);
    unwrap(timerfd_settime(fd, 0, once(3_600_000)));
    expect(expirations(fd)).toBe('EAGAIN');
    const start = performance.now();
    unwrap(timerfd_settime(fd, 0, once(30)));
    expect(poll([{ fd, events: POLLIN }], 5000)).toEqual(ok(1));
    expect(performance.now() - start).toBeGreaterThanOrEqual(29);
    expect([expirations(fd), expirations(fd)]).toEqual([1n, 'EAGAIN']);
  });

  it('goes off again and again, and counts what nobody read', () => {
    const fd = timer();
    unwrap(timerfd_settime(fd, 0, { it_value: ms(1), it_interval: ms(2) }));
    poll([], 30);
    expect(expirations(fd)).toBeGreaterThanOrEqual(10n);
  });

  it('blocks the read without TFD_NONBLOCK, until it goes off', () => {
    const fd = closing(unwrap(timerfd_create(CLOCK_MONOTONIC, 0)));
    unwrap(timerfd_settime(fd, 0, once(20)));
    expect(expirations(fd)).toBe(1n);
  });

  it('says how it was set when it is set anew, and how it is when asked', () => {
    const fd = timer();
    const set = { it_value: { tv_sec: 100, tv_nsec: 5 }, it_interval: { tv_sec: 2, tv_nsec: 999_999_999 } };
    expect(timerfd_settime(fd, 0, set)).toEqual(ok(never));
    const now = unwrap(timerfd_gettime(fd));
    expect(now.it_interval).toEqual(set.it_interval);
    expect(now.it_value.tv_sec).toBeOneOf([99, 100]);
    const old = unwrap(timerfd_settime(fd, 0, never));
    expect(old.it_interval).toEqual(set.it_interval);
    expect(old.it_value.tv_sec).toBeLessThanOrEqual(100);
    expect(timerfd_gettime(fd)).toEqual(ok(never));
    expect(expirations(fd)).toBe('EAGAIN');
  });

  it('with TFD_TIMER_ABSTIME goes off at a moment, at once when that has passed', () => {
    const fd = timer(CLOCK_REALTIME);
    unwrap(timerfd_settime(fd, TFD_TIMER_ABSTIME, once(1)));
    expect(poll([{ fd, events: POLLIN }], 5000)).toEqual(ok(1));
    expect(expirations(fd)).toBe(1n);
    unwrap(timerfd_settime(fd, TFD_TIMER_ABSTIME, once(Date.now() + 3_600_000)));
    expect(expirations(fd)).toBe('EAGAIN');
    expect(unwrap(timerfd_gettime(fd)).it_value.tv_sec).toBeOneOf([3599, 3600]);
  });

  it('adds no flag of its own, and sets what is asked for', () => {
    const of = (flags: number) => {
      const fd = closing(unwrap(timerfd_create(CLOCK_MONOTONIC, flags)));
      return [unwrap(fcntl(fd, F_GETFL)), unwrap(fcntl(fd, F_GETFD))];
    };
    expect(of(0)).toEqual([O_RDWR, 0]);
    expect(of(TFD_NONBLOCK | TFD_CLOEXEC)).toEqual([O_RDWR | O_NONBLOCK, FD_CLOEXEC]);
  });
});

// ECANCELED would take a jump of the machine's clock; ENFILE, ENODEV and ENOMEM the whole machine out of them.
describe('timerfd, refused', () => {
  it('says EINVAL for a clock that no timer runs by, and for unknown flags', () => {
    expect(timerfd_create(CLOCK_PROCESS_CPUTIME_ID, 0)).toEqual(refused('timerfd_create', 'EINVAL'));
    expect(timerfd_create(CLOCK_MONOTONIC, 1)).toEqual(refused('timerfd_create', 'EINVAL'));
    expect(timerfd_settime(timer(), 0x100, never)).toEqual(refused('timerfd_settime', 'EINVAL'));
  });

  it('says EINVAL for what is no timer', () => {
    expect(timerfd_settime(no_socket(), 0, never)).toEqual(refused('timerfd_settime', 'EINVAL'));
    expect(timerfd_gettime(no_socket())).toEqual(refused('timerfd_gettime', 'EINVAL'));
  });

  it.each([
    ['it_value.tv_nsec = 1e9', { it_value: { tv_sec: 1, tv_nsec: 1e9 }, it_interval: ms(0) }],
    ['it_value.tv_nsec = -1', { it_value: { tv_sec: 1, tv_nsec: -1 }, it_interval: ms(0) }],
    ['it_value.tv_sec = -1', { it_value: { tv_sec: -1, tv_nsec: 0 }, it_interval: ms(0) }],
    ['it_interval.tv_nsec = 1e9', { it_value: ms(1), it_interval: { tv_sec: 0, tv_nsec: 1e9 } }],
  ])('says EINVAL for %s', (_, value) => {
    expect(timerfd_settime(timer(), 0, value)).toEqual(refused('timerfd_settime', 'EINVAL'));
  });

  it('says EPERM for a timer that wakes the machine, without CAP_WAKE_ALARM', () => {
    const program = `
      ordinary_user();
      report(timerfd_create(CLOCK_REALTIME_ALARM, 0));
    `;
    expect(child(program)).toEqual(refused('timerfd_create', 'EPERM'));
  });

  it('says EMFILE when no descriptor is free', () => {
    const program = `
      let last = timerfd_create(CLOCK_MONOTONIC, 0);
      while (last.ok) last = timerfd_create(CLOCK_MONOTONIC, 0);
      report(last);
    `;
    expect(child(program, { nofile: 256 })).toEqual(refused('timerfd_create', 'EMFILE'));
  });

  it('lets TFD_TIMER_CANCEL_ON_SET stand beside TFD_TIMER_ABSTIME', () => {
    const fd = timer(CLOCK_REALTIME);
    const value = once(Date.now() + 3_600_000);
    expect(timerfd_settime(fd, TFD_TIMER_ABSTIME | TFD_TIMER_CANCEL_ON_SET, value)).toEqual(ok(never));
  });
});

describe('timerfd_settime, its value', () => {
  it.each([
    ['it_value', { it_interval: ms(0) }],
    ['it_interval', { it_value: ms(0) }],
    ['it_value.tv_sec', { it_value: { tv_sec: 1n, tv_nsec: 0 }, it_interval: ms(0) }],
    ['it_value.tv_nsec', { it_value: { tv_sec: 1, tv_nsec: 0.5 }, it_interval: ms(0) }],
    ['it_interval.tv_nsec', { it_value: ms(0), it_interval: { tv_sec: 1 } }],
  ])('throws for a wrong %s, and says so', (where, value) => {
    const call = () => Reflect.apply(timerfd_settime, undefined, [timer(), 0, value]);
    expect(call).toThrow(`timerfd_settime: new_value.${where} must be `);
  });
});
