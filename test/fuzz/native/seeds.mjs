// What the fuzzer begins with, a file each: node seeds.mjs PROGRAM FOLDER. Calls that get far, as fuzz.cc reads them, those that a check refuses for one
// byte or one piece, and what was ever found.

import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const [program, folder] = process.argv.slice(2);
const names = execFileSync(program, { encoding: 'utf8', env: { FUZZ_NAMES: '1' } })
  .trim()
  .split('\n');

const u16 = (n) => [n & 0xff, n >> 8];
const u32 = (...numbers) => [...new Uint8Array(Uint32Array.from(numbers).buffer)];
const u64 = (n) => [...new Uint8Array(BigInt64Array.of(BigInt(n)).buffer)];

const int = (n) => [0, ...u32(n)];
const bytes = (content) => [2, ...u16(content.length), ...content];
const room = (size) => bytes(new Array(size).fill(0));
const none = [4];
const list = (...items) => [5, items.length, ...items.flat(), 0];
const pair = [6, 2, ...u32(0, 0)];
const text = (string) => [7, string.length, ...Buffer.from(string)];
const big = (n) => [9, ...u64(n), 0];
const cell = (capacity) => bytes([...u32(capacity), ...new Array(capacity).fill(0)]);

/** struct cmsghdr, and data up to the next multiple of eight. */
const cmsg = (level, type, ...data) => [
  ...u64(16 + data.length),
  ...u32(level, type),
  ...data,
  ...new Array(-data.length & 7).fill(0),
];
const rights = cmsg(1, 1, ...u32(3));
const rds_map = cmsg(276, 3, ...u64(0), ...u64(0));
/** Whose length says that it is the last, though another stands behind it. */
const short = [...u64(3), ...u32(1, 1)];

/** Two messages of a batch: room, msg_iovlen, iov_len, msg_len, msg_flags. */
const in_its_room = bytes(u32(8, 0xffff_ffff, 8, 0, 0, 8, 0xffff_ffff, 4, 0, 0));
const of_pieces = bytes(u32(0, 1, 4, 0, 0, 0, 2, 8, 0, 0));
const cells = (content) => bytes([...u32(content.length), ...content, ...u32(content.length), ...content]);
const pieces = list(room(4), room(4), room(4));
const filter = bytes([0x28, 0, 0, 0, 12, 0, 0, 0, 0x06, 0, 0, 0, 0xff, 0xff, 0, 0]);
const inet = bytes([2, 0, 0, 80, 127, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0]);
const fd = int(3);
const [SOL_SOCKET, SO_ATTACH_FILTER, SO_GET_FILTER, SO_LINGER] = [int(1), int(26), int(26), int(13)];
const [SIOCGIFINDEX, FIONREAD] = [int(0x8933), int(0x541b)];

const calls = [
  ['sendmsg', fd, list(room(3), room(5)), inet, bytes(rights), int(0)],
  ['sendmsg', fd, list(room(3)), none, bytes([...rights, ...rds_map]), int(0)],
  ['sendmsg', fd, list(), none, bytes([...short, ...rds_map]), int(0x40)],
  ['sendmsg', fd, list(room(1), room(1), room(1), room(1), room(1)), none, none, int(0)],
  ['recvmsg', fd, list(room(8)), cell(16), cell(64), pair, int(0)],
  ['readv', fd, pieces],
  ['writev', fd, pieces],
  ['preadv', fd, pieces, big(1)],
  ['pwritev', fd, pieces, int(0)],
  ['sendmmsg', fd, none, in_its_room, room(16), none, none, int(0), int(2), int(0)],
  ['sendmmsg', fd, pieces, of_pieces, room(0), cells([1, 0]), cells(rights), int(1), int(1), int(0)],
  ['sendmmsg', fd, pieces, of_pieces, room(1), none, cells([...rights, ...rds_map]), int(0), int(2), int(0x40)],
  ['recvmmsg', fd, none, in_its_room, room(16), cells(new Array(16).fill(0)), cells(rights), int(2), int(0), room(16)],
  ['recvmmsg', fd, pieces, of_pieces, room(1), none, none, int(2), int(0x40), none],
  ['setsockopt', fd, SOL_SOCKET, SO_ATTACH_FILTER, filter],
  ['setsockopt', fd, SOL_SOCKET, SO_LINGER, room(8)],
  ['getsockopt', fd, SOL_SOCKET, SO_GET_FILTER, cell(64)],
  ['getsockopt', fd, SOL_SOCKET, SO_LINGER, cell(8)],
  ['getsockopt', fd, int(274), int(1), cell(2)],
  ['ioctl', fd, SIOCGIFINDEX, room(40)],
  ['ioctl', fd, FIONREAD, room(4)],
  ['ioctl_ifconf', fd, cell(80)],
  ['uname', room(390)],
  ['bind', fd, inet],
  ['connect', fd, inet],
  ['accept4', fd, cell(128), int(0)],
  ['getsockname', fd, cell(16)],
  ['sendto', fd, room(4), int(0), inet],
  ['recvfrom', fd, room(4), int(0), cell(16)],
  ['socketpair', int(1), int(1), int(0), pair],
  ['sendfile', fd, fd, room(8), int(10)],
  ['splice', fd, room(8), fd, none, int(10), int(0)],
  ['ppoll', room(16), room(16), bytes(new Array(8).fill(0xff))],
  ['epoll_ctl', fd, int(1), fd, room(12)],
  ['epoll_pwait2', fd, room(36), room(16), bytes(new Array(8).fill(0xff))],
  ['timerfd_settime', fd, int(0), room(32), room(32)],
  ['signalfd', fd, bytes(new Array(8).fill(0xff)), int(0)],
  ['getnameinfo', inet, room(64), room(32), int(3)],
  ['getnameinfo', bytes([1, 0, 47, 120]), room(64), none, int(3)],
  ['inet_pton', int(10), text('::ffff:127.0.0.1'), room(16)],
  ['inet_ntop', int(10), room(16), room(46)],

  // The last message need not be filled up.
  ['sendmsg', fd, list(room(1)), none, bytes(cmsg(1, 1, 3).slice(0, 17)), int(0)],
  ['sendmmsg', fd, pieces, bytes(u32(0, 2, 8, 0, 0, 0, 2, 8, 0, 0)), room(1), none, none, int(0), int(2), int(0)],
  ['recvmmsg', fd, pieces, bytes(u32(0, 2, 8, 0, 0, 0, 2, 8, 0, 0)), room(1), none, none, int(2), int(0), none],
  ['sendmmsg', fd, none, in_its_room, room(15), none, none, int(0), int(2), int(0)],
  ['sendmmsg', fd, none, in_its_room, room(16), bytes([...u32(3, 0), ...u32(9, 0)]), none, int(0), int(2), int(0)],
  ['sendmmsg', fd, none, in_its_room, room(16), none, bytes([...u32(9, 0), ...u32(4, 0)]), int(0), int(2), int(0)],
  ['sendmmsg', fd, none, in_its_room, room(16), none, none, int(1), int(2), int(0)],
  ['recvmmsg', fd, none, in_its_room, room(16), none, none, int(2), int(0), room(15)],
  ['setsockopt', fd, SOL_SOCKET, SO_ATTACH_FILTER, room(9)],
  ['getsockopt', fd, SOL_SOCKET, SO_LINGER, bytes([...u32(3), 0, 0])],
  ['ioctl', fd, SIOCGIFINDEX, room(39)],
  ['ioctl', fd, FIONREAD, room(3)],
  ['uname', room(389)],
  ['recvfrom', fd, room(4), int(0), bytes([...u32(17), ...new Array(16).fill(0)])],
  ['socketpair', int(1), int(1), int(0), [6, 1, ...u32(0)]],
  ['splice', fd, room(7), fd, none, int(10), int(0)],
  ['ppoll', room(8), room(15), none],
  ['ppoll', room(8), none, room(7)],
  ['ppoll', room(9), none, none],
  ['epoll_ctl', fd, int(1), fd, room(11)],
  ['epoll_wait', fd, room(23), int(0)],
  ['timerfd_settime', fd, int(0), room(31), none],
  ['timerfd_settime', fd, int(0), room(32), room(31)],
  ['signalfd', fd, room(7), int(0)],
  ['inet_pton', int(10), text('::1'), room(15)],
  ['inet_ntop', int(10), room(15), room(46)],
  ['inet_ntop', int(2), room(4), room(7)],
];

mkdirSync(folder, { recursive: true });
for (const [i, [name, ...args]] of calls.entries()) {
  for (const by_registers of [0, 1, 3]) {
    const head = [names.indexOf(name), (args.length << 4) | by_registers];
    writeFileSync(join(folder, `${i}-${name}-${by_registers}`), Uint8Array.from([...head, ...args.flat()]));
  }
}
