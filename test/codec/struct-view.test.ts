import { inspect } from 'node:util';
import {
  AF_INET,
  AF_UNIX,
  as_fd,
  as_level,
  define_option,
  getsockopt,
  IPPROTO_TCP,
  int,
  type Linger,
  linger,
  SO_LINGER,
  SO_PEERCRED,
  SOCK_STREAM,
  SOL_SOCKET,
  setsockopt,
  socketpair,
  struct,
  struct_view,
  TCP_INFO,
  type Timeval,
  tcp_info,
  timeval,
  ucred,
  unwrap,
} from 'sys-socket';
import { afterEach, describe, expect, it } from 'vitest';
import { interpose } from '../../src/native.js';
import { open } from '../support/sockets.js';
import { ok, refused } from '../sys/kit.js';

let restore = () => {};
afterEach(() => restore());

/** A kernel that answers with these bytes, and so many of them. */
function answers(bytes: Uint8Array): void {
  restore = interpose(() => ({
    getsockopt(_fd, _level, _optname, cell) {
      cell.set(bytes, 4);
      new Uint32Array(cell.buffer, 0, 1)[0] = bytes.length;
      return 0;
    },
  }));
}

describe('struct_view', () => {
  it('has the fields that the value has, of what the kernel says now', () => {
    const fd = open();
    const view = struct_view(linger);
    for (const value of [
      { l_onoff: 1, l_linger: 7 },
      { l_onoff: 1, l_linger: 9 },
    ]) {
      unwrap(setsockopt(fd, SOL_SOCKET, SO_LINGER, value));
      expect(getsockopt(fd, SOL_SOCKET, SO_LINGER, view)).toEqual(ok(linger.size));
      expect([view.l_onoff, view.l_linger]).toEqual([value.l_onoff, value.l_linger]);
      expect(view).toEqual(unwrap(getsockopt(fd, SOL_SOCKET, SO_LINGER)));
    }
  });

  it('of tcp_info has every field, also of those that are bits', () => {
    const fd = open();
    const bytes = Uint8Array.from({ length: tcp_info.size }, (_, i) => (i * 37) & 0xff);
    answers(bytes);
    const view = struct_view(tcp_info);
    expect(getsockopt(fd, IPPROTO_TCP, TCP_INFO, view)).toEqual(ok(tcp_info.size));
    expect({ ...view }).toStrictEqual(tcp_info.decode(bytes));
  });

  it('prints, spreads, clones and becomes JSON as the value does', () => {
    const [fd] = unwrap(socketpair(AF_UNIX, SOCK_STREAM, 0));
    const view = struct_view(ucred);
    unwrap(getsockopt(fd, SOL_SOCKET, SO_PEERCRED, view));
    const value = { pid: process.pid, uid: process.getuid?.() ?? -1, gid: process.getgid?.() ?? -1 };
    expect(view).toEqual(value);
    expect({ ...view }).toStrictEqual(value);
    expect(structuredClone(view)).toEqual(value);
    expect(JSON.stringify(view)).toBe(JSON.stringify(value));
    expect(inspect(view)).toBe(inspect(value));
    expect(Object.keys(view)).toEqual(Object.keys(value));
  });

  it('is undefined before a call has filled it, and after one that was refused', () => {
    const fd = open();
    const view = struct_view(linger);
    expect(view.l_onoff).toBeUndefined();
    unwrap(getsockopt(fd, SOL_SOCKET, SO_LINGER, view));
    expect(view.l_onoff).toBe(0);
    expect(getsockopt(as_fd(1_000_000), SOL_SOCKET, SO_LINGER, view)).toEqual(refused('getsockopt', 'EBADF'));
    expect(view.l_onoff).toBeUndefined();
    expect(JSON.stringify(view)).toBe('{}');
  });

  it('is undefined behind what an older kernel knows', () => {
    const fd = open();
    answers(Uint8Array.of(1, 0, 0, 0));
    const view = struct_view(linger);
    expect(getsockopt(fd, SOL_SOCKET, SO_LINGER, view)).toEqual(ok(4));
    expect([view.l_onoff, view.l_linger]).toEqual([1, undefined]);
  });

  it('decodes a part by the codec of that part, when it is all there', () => {
    interface Interval {
      it_interval: Timeval;
      it_value: number;
    }
    const half = { ...int, size: timeval.size };
    const interval = struct<Interval>('itimerspec', { it_interval: timeval, it_value: half });
    const level = as_level(7001);
    const option = define_option(level, 1, interval, 'r');
    const view = struct_view(interval);
    const fd = open();
    answers(interval.encode({ it_interval: { tv_sec: 3, tv_usec: 4 }, it_value: 5 }, 'interval'));
    unwrap(getsockopt(fd, level, option, view));
    expect({ ...view }).toEqual({ it_interval: { tv_sec: 3, tv_usec: 4 }, it_value: 5 });
    restore();
    answers(new Uint8Array(interval.size - 1));
    unwrap(getsockopt(fd, level, option, view));
    expect(view.it_interval).toEqual({ tv_sec: 0, tv_usec: 0 });
    expect(view.it_value).toBeUndefined();
  });

  it('leaves others of its struct alone, and is written by calls alone', () => {
    const fd = open();
    const [one, other] = [struct_view(linger), struct_view(linger)];
    unwrap(getsockopt(fd, SOL_SOCKET, SO_LINGER, one));
    expect([one.l_onoff, other.l_onoff]).toEqual([0, undefined]);
    expect(() => Object.assign(one as Linger, { l_onoff: 1 })).toThrow(TypeError);
  });

  it('refuses a codec that is none of a struct', () => {
    // @ts-expect-error: an int is no struct
    expect(() => struct_view(int)).toThrow(/^struct_view: codec must be the codec of a C struct$/);
    // @ts-expect-error
    expect(() => struct_view(undefined)).toThrow(TypeError);
    // @ts-expect-error: an object that looks like one is none
    expect(() => getsockopt(open(AF_INET), SOL_SOCKET, SO_LINGER, { l_onoff: 0, l_linger: 0 })).toThrow(TypeError);
  });
});
