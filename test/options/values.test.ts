// Values whose form depends on the kernel, or that only the kernel sets.
import {
  AF_INET,
  getsockopt,
  SO_MAX_PACING_RATE,
  SO_MEMINFO,
  SOCK_STREAM,
  SOL_SOCKET,
  setsockopt,
  unwrap,
} from 'sys-socket';
import { describe, expect, it } from 'vitest';
import { pacing_rate } from '../../src/options/values.js';
import { open } from '../support/sockets.js';

// socket(7): an unsigned long since Linux 5.0, before that 32 bits. All ones are no limit in both.
describe('SO_MAX_PACING_RATE', () => {
  it('is what the kernel says, in eight bytes or in four', () => {
    const fd = open(AF_INET, SOCK_STREAM);
    expect(unwrap(getsockopt(fd, SOL_SOCKET, SO_MAX_PACING_RATE))).toBe(2n ** 64n - 1n);
    unwrap(setsockopt(fd, SOL_SOCKET, SO_MAX_PACING_RATE, 123_456n));
    expect(unwrap(getsockopt(fd, SOL_SOCKET, SO_MAX_PACING_RATE))).toBe(123_456n);
    expect(pacing_rate.decode(new Uint8Array(Uint32Array.of(123_456).buffer))).toBe(123_456n);
    expect(pacing_rate.decode(new Uint8Array(Uint32Array.of(2 ** 32 - 1).buffer))).toBe(2n ** 64n - 1n);
  });
});

describe('a value that can only be read', () => {
  it('is refused before the call', () => {
    const fd = open(AF_INET, SOCK_STREAM);
    const set = () => Reflect.apply(setsockopt, undefined, [fd, SOL_SOCKET, SO_MEMINFO, {}]);
    expect(set).toThrow('setsockopt: optval is read-only');
  });
});
