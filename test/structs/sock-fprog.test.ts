import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  AF_INET,
  BPF_ABS,
  BPF_B,
  BPF_H,
  BPF_JEQ,
  BPF_JMP,
  BPF_K,
  BPF_LD,
  BPF_RET,
  getsockopt,
  MSG_DONTWAIT,
  parse_bpf,
  recv,
  SO_ATTACH_BPF,
  SO_ATTACH_FILTER,
  SO_DETACH_FILTER,
  SO_LOCK_FILTER,
  SOCK_DGRAM,
  SOCK_STREAM,
  SOL_SOCKET,
  type SockFilter,
  send,
  setsockopt,
  unwrap,
} from 'sys-socket';
import { describe, expect, it } from 'vitest';
import { cpp } from '../support/cpp.js';
import { installed } from '../support/installed.js';
import { open, pair } from '../support/sockets.js';
import { folder, refused } from '../sys/kit.js';

/** Lets through what begins with an H. */
const begins_with_h: readonly SockFilter[] = [
  { code: BPF_LD | BPF_B | BPF_ABS, jt: 0, jf: 0, k: 0 },
  { code: BPF_JMP | BPF_JEQ | BPF_K, jt: 0, jf: 1, k: 'H'.charCodeAt(0) },
  { code: BPF_RET | BPF_K, jt: 0, jf: 0, k: 0xffff_ffff },
  { code: BPF_RET | BPF_K, jt: 0, jf: 0, k: 0 },
];

/** Two ends of datagrams on a unix socket: its filters see the payload. */
const datagrams = () => pair(SOCK_DGRAM);

describe('SO_ATTACH_FILTER', () => {
  it('lets through what the program lets through, and the rest is gone', () => {
    const [a, b] = datagrams();
    unwrap(setsockopt(b, SOL_SOCKET, SO_ATTACH_FILTER, begins_with_h));
    for (const text of ['HELLO', 'WORLD', 'HO']) unwrap(send(a, Buffer.from(text)));
    const buffer = Buffer.alloc(64);
    const texts = [1, 2].map(() => buffer.toString('latin1', 0, unwrap(recv(b, buffer, MSG_DONTWAIT))));
    expect(texts).toEqual(['HELLO', 'HO']);
    expect(recv(b, buffer, MSG_DONTWAIT)).toEqual(refused('recv', 'EAGAIN'));
  });

  it('cuts what is longer than the program returns', () => {
    const [a, b] = datagrams();
    unwrap(setsockopt(b, SOL_SOCKET, SO_ATTACH_FILTER, [{ code: BPF_RET | BPF_K, jt: 0, jf: 0, k: 3 }]));
    unwrap(send(a, Buffer.from('HELLO')));
    expect(unwrap(recv(b, Buffer.alloc(64), MSG_DONTWAIT))).toBe(3);
  });

  it('is read back as it was set; empty before', () => {
    const fd = open(AF_INET, SOCK_DGRAM);
    expect(unwrap(getsockopt(fd, SOL_SOCKET, SO_ATTACH_FILTER))).toEqual([]);
    unwrap(setsockopt(fd, SOL_SOCKET, SO_ATTACH_FILTER, begins_with_h));
    expect(unwrap(getsockopt(fd, SOL_SOCKET, SO_ATTACH_FILTER))).toEqual(begins_with_h);
  });

  it('is taken away by SO_DETACH_FILTER, once', () => {
    const [a, b] = datagrams();
    unwrap(setsockopt(b, SOL_SOCKET, SO_ATTACH_FILTER, parse_bpf('1\n6 0 0 0')));
    unwrap(setsockopt(b, SOL_SOCKET, SO_DETACH_FILTER, 0));
    unwrap(send(a, Buffer.from('x')));
    expect(unwrap(recv(b, Buffer.alloc(1), MSG_DONTWAIT))).toBe(1);
    expect(setsockopt(b, SOL_SOCKET, SO_DETACH_FILTER, 0)).toEqual(refused('setsockopt', 'ENOENT'));
  });

  it('stays for good after SO_LOCK_FILTER: EPERM', () => {
    const fd = open(AF_INET, SOCK_DGRAM);
    unwrap(setsockopt(fd, SOL_SOCKET, SO_ATTACH_FILTER, begins_with_h));
    unwrap(setsockopt(fd, SOL_SOCKET, SO_LOCK_FILTER, 1));
    expect(unwrap(getsockopt(fd, SOL_SOCKET, SO_LOCK_FILTER))).toBe(1);
    for (const call of [
      () => setsockopt(fd, SOL_SOCKET, SO_ATTACH_FILTER, begins_with_h),
      () => setsockopt(fd, SOL_SOCKET, SO_DETACH_FILTER, 0),
      () => setsockopt(fd, SOL_SOCKET, SO_LOCK_FILTER, 0),
    ]) {
      expect(call()).toEqual(refused('setsockopt', 'EPERM'));
    }
  });

  it.each<[string, readonly SockFilter[]]>([
    ['is empty', []],
    [
      'is longer than BPF_MAXINSNS',
      Array.from({ length: 4097 }, () => ({ code: BPF_RET | BPF_K, jt: 0, jf: 0, k: 0 })),
    ],
    ['is longer than 16 bits count', Array.from({ length: 65537 }, () => ({ code: BPF_RET, jt: 0, jf: 0, k: 0 }))],
    ['does not end with a return', [{ code: BPF_LD | BPF_H | BPF_ABS, jt: 0, jf: 0, k: 0 }]],
    [
      'leaps beyond its end',
      [
        { code: BPF_JMP | BPF_JEQ | BPF_K, jt: 9, jf: 9, k: 0 },
        { code: BPF_RET, jt: 0, jf: 0, k: 0 },
      ],
    ],
  ])('is EINVAL when it %s', (_how, program) => {
    expect(setsockopt(open(AF_INET, SOCK_DGRAM), SOL_SOCKET, SO_ATTACH_FILTER, program)).toEqual(
      refused('setsockopt', 'EINVAL'),
    );
  });

  it('throws for what is no program', () => {
    const fd = open(AF_INET, SOCK_STREAM);
    const set = (value: unknown) => () =>
      Reflect.apply(setsockopt, undefined, [fd, SOL_SOCKET, SO_ATTACH_FILTER, value]);
    expect(set('ret #0')).toThrow(TypeError);
    expect(set({ length: 1 })).toThrow(TypeError);
    expect(set(new Array(2 ** 32 - 1)), 'holes, too many to walk through').toThrow(TypeError);
    expect(set([{ code: 6, jt: 0, jf: 0, k: 2 ** 32 }])).toThrow(RangeError);
    expect(set([{ code: 6, jt: 256, jf: 0, k: 0 }])).toThrow(RangeError);
    expect(set(new Uint8Array(9)), 'bytes that are no whole instructions').toThrow(RangeError);
  });

  it('takes the instructions as bytes too, as C has them in memory', () => {
    const bytes = Buffer.from(
      cpp(`
        #include <cstdio>
        #include <linux/filter.h>
        int main() {
          sock_filter program[] = {BPF_STMT(BPF_LD | BPF_B | BPF_ABS, 0), BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, 'H', 0, 1),
                                   BPF_STMT(BPF_RET | BPF_K, 0xffffffff), BPF_STMT(BPF_RET | BPF_K, 0)};
          for (unsigned char* at = reinterpret_cast<unsigned char*>(program); at < reinterpret_cast<unsigned char*>(program + 4); ++at)
            std::printf("%02x", *at);
        }`),
      'hex',
    );
    const fd = open(AF_INET, SOCK_DGRAM);
    unwrap(setsockopt(fd, SOL_SOCKET, SO_ATTACH_FILTER, bytes));
    expect(unwrap(getsockopt(fd, SOL_SOCKET, SO_ATTACH_FILTER))).toEqual(begins_with_h);
  });
});

describe('SO_ATTACH_BPF', () => {
  it('is EBADF, or EINVAL for a descriptor that is no program', () => {
    const fd = open(AF_INET, SOCK_DGRAM);
    expect(setsockopt(fd, SOL_SOCKET, SO_ATTACH_BPF, 0x7fff_ffff)).toEqual(refused('setsockopt', 'EBADF'));
    expect(setsockopt(fd, SOL_SOCKET, SO_ATTACH_BPF, fd)).toEqual(refused('setsockopt', 'EINVAL'));
  });
});

describe('parse_bpf', () => {
  it('reads a count and so many instructions', () => {
    const text = '4\n48 0 0 0\n21 0 1 72\n6 0 0 4294967295\n6 0 0 0\n';
    expect(parse_bpf(text)).toEqual(begins_with_h);
  });

  it.skipIf(!installed('tcpdump'))(
    `reads what tcpdump -ddd writes, and the kernel takes it${installed('tcpdump') ? '' : ' (skipped: no tcpdump)'}`,
    () => {
      // Of a file of Ethernet frames: an interface takes a privilege. pcap-savefile(5)
      const file = join(folder(), 'none.pcap');
      writeFileSync(file, Uint32Array.of(0xa1b2c3d4, (4 << 16) | 2, 0, 0, 262_144, 1));
      const args = ['-r', file, '-ddd', 'tcp port 9000 and host 127.0.0.1'];
      const text = execFileSync('tcpdump', args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
      const program = parse_bpf(text);
      expect(program.length).toBe(Number(text.split('\n')[0]));
      const fd = open(AF_INET, SOCK_DGRAM);
      unwrap(setsockopt(fd, SOL_SOCKET, SO_ATTACH_FILTER, program));
      expect(unwrap(getsockopt(fd, SOL_SOCKET, SO_ATTACH_FILTER))).toEqual(program);
    },
  );

  it.each([
    ['', 'parse_bpf: line 1 must be a count, got ""'],
    ['ldh [12]', 'parse_bpf: line 1 must be a count, got "ldh [12]"'],
    ['2\n6 0 0 0', 'parse_bpf: line 1 announces 2 instructions, got 1'],
    ['1\n6 0 0', 'parse_bpf: line 2 must be four numbers, got "6 0 0"'],
    ['1\n6 0 0 -1', 'parse_bpf: line 2 must be four numbers, got "6 0 0 -1"'],
  ])('says what is wrong with %j', (text, message) => {
    expect(() => parse_bpf(text)).toThrow(new RangeError(message));
  });

  it('throws a RangeError for a number that does not fit', () => {
    expect(() => parse_bpf('1\n65536 0 0 0')).toThrow(RangeError);
    expect(() => parse_bpf('1\n6 0 0 4294967296')).toThrow(RangeError);
  });
});
