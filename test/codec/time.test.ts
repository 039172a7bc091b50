import { signalfd_siginfo } from 'sys-socket';
import { describe, expect, it } from 'vitest';
import { decode_sigset, encode_sigset } from '../../src/codec/sigset.js';
import { itimerspec, timespec } from '../../src/codec/time.js';
import { layout } from '../../src/headers.js';
import { cpp } from '../support/cpp.js';

/** What the compiler says of a struct: its size, and the bytes that each field takes. */
function in_c(name: string, fields: readonly string[]): { size: number; fields: Record<string, [number, number]> } {
  const out = cpp(`
    #include <cstddef>
    #include <cstdio>
    #include <ctime>
    #include <sys/epoll.h>
    #include <sys/signalfd.h>
    int main() {
      std::printf("%zu\\n", sizeof(${name}));
      ${fields.map((field) => `std::printf("${field} %zu %zu\\n", offsetof(${name}, ${field}), sizeof(${name}::${field}));`).join('\n')}
    }`);
  const [size, ...lines] = out.trim().split('\n');
  const rows = lines.map((line) => line.split(' '));
  return {
    size: Number(size),
    fields: Object.fromEntries(rows.map(([field, first, bytes]) => [field, [Number(first), Number(bytes)]])),
  };
}

describe('the layout', () => {
  it.each([
    ['epoll_event', ['events', 'data']],
    ['timespec', ['tv_sec', 'tv_nsec']],
    ['itimerspec', ['it_interval', 'it_value']],
    ['signalfd_siginfo', Object.keys(layout('signalfd_siginfo').fields)],
  ])("of struct %s is the compiler's", (name, fields) => {
    const ours = layout(name);
    const c = in_c(name, fields);
    expect(ours.size).toBe(c.size);
    const in_bytes = Object.entries(ours.fields).map(([field, [first, bits]]) => [field, [first / 8, bits / 8]]);
    expect(Object.fromEntries(in_bytes)).toEqual(c.fields);
  });

  it('of struct epoll_event is packed on x86-64, and there alone', () => {
    const { size, fields } = layout('epoll_event');
    const packed = process.arch === 'x64';
    expect([size, fields.data?.[0]]).toEqual(packed ? [12, 32] : [16, 64]);
  });

  it('of struct signalfd_siginfo has the 128 bytes that the kernel writes', () => {
    expect(signalfd_siginfo.size).toBe(128);
  });
});

describe('itimerspec', () => {
  it('has the interval first, and comes back as it was', () => {
    const value = { it_interval: { tv_sec: 1, tv_nsec: 2 }, it_value: { tv_sec: 3, tv_nsec: 999_999_999 } };
    const bytes = itimerspec.encode(value, 'value');
    expect(timespec.decode(bytes.subarray(0, timespec.size))).toEqual(value.it_interval);
    expect(itimerspec.decode(bytes)).toEqual(value);
  });
});

describe('a set of signals', () => {
  it('is a bit for each, from signal 1 on, as /proc/self/status prints it', () => {
    const hex = (...signals: number[]) => Buffer.from(encode_sigset(signals, 'set')).reverse().toString('hex');
    expect(hex()).toBe('0000000000000000');
    expect(hex(1)).toBe('0000000000000001');
    expect(hex(10, 12)).toBe('0000000000000a00');
    expect(hex(64, 1)).toBe('8000000000000001');
  });

  it('gives the signals in order, each once', () => {
    expect(decode_sigset(encode_sigset([64, 10, 1, 10], 'set'))).toEqual([1, 10, 64]);
    const all = Array.from({ length: 64 }, (_, i) => i + 1);
    expect(decode_sigset(encode_sigset(all, 'set'))).toEqual(all);
  });

  it.each([0, 65, -1, 1.5, Number.NaN])('has no signal %d', (signal) => {
    expect(() => encode_sigset([signal], 'call: set')).toThrow(RangeError);
    expect(() => encode_sigset([signal], 'call: set')).toThrow('call: set[0] must be ');
  });

  it.each(['SIGUSR1', 10n, null, undefined])('has no signal %s: it is a number', (signal) => {
    expect(() => Reflect.apply(encode_sigset, undefined, [[signal], 'call: set'])).toThrow(TypeError);
  });
});
