// Makes every call of the package in many variants, with the built-in trace on, between two marks that the real strace sees
// too. The traced lines go to the file named by the second argument; the first says which variants.
import { closeSync, openSync, unlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { constant, layout } from '../../out/src/headers.js';
import * as sys from '../../out/src/index.js';
import { native } from '../../out/src/native.js';
import { calls } from '../../out/src/observe/calls/index.js';
import { trace } from '../../out/src/observe/index.js';
import * as address_names from '../../out/src/observe/print/names/address.js';
import * as call_names from '../../out/src/observe/print/names/call.js';
import * as option_names from '../../out/src/observe/print/names/option.js';
import * as socket_names from '../../out/src/observe/print/names/socket.js';
import { nobody, plausible } from './plausible.mjs';

const [, , what, log, options = '{}'] = process.argv;

const word = (...numbers) => new Uint8Array(new Int32Array(numbers).buffer);
const filled = (length, byte = 1) => new Uint8Array(length).fill(byte);
const cell = (length, room = length) => {
  const bytes = new Uint8Array(4 + room);
  new Uint32Array(bytes.buffer, 0, 1)[0] = length;
  return bytes;
};
const socklen = (bytes) =>
  cell(bytes.length)
    .fill(0, 4)
    .map((byte, i) => (i < 4 ? byte : (bytes[i - 4] ?? 0)));
const long = (...numbers) => new Uint8Array(new BigInt64Array(numbers.map(BigInt)).buffer);
const upto = (end) => Array.from({ length: end }, (_, i) => i);
const bit = (i) => (1 << i) | 0;
// The arguments are any numbers: the guard of libuv's descriptors would throw where both traces are to print a line.
for (let fd = 0; fd < 64; fd++) sys.unguard(sys.as_fd(fd));

/** What the binding refuses makes no call. */
const perhaps = (call) => {
  try {
    call();
  } catch {}
};

/** An address with a family and so many bytes. */
const address = (family, length, byte = 1) => {
  const bytes = filled(length, byte);
  bytes.set(word(family).subarray(0, Math.min(2, length)));
  return bytes;
};

const control = (level, type, data) => {
  const bytes = new Uint8Array(16 + Math.ceil(data.length / 8) * 8);
  bytes.set(word(16 + data.length, 0, level, type));
  bytes.set(data, 16);
  return bytes;
};

/** Every number that has a name, and its neighbours, which may have none. */
const around = (...tables) => {
  const named = tables.flatMap((table) => [...(table?.keys() ?? [])]);
  return [...new Set(named.flatMap((number) => [number - 1, number, number + 1]))].filter((number) => number < 2 ** 31);
};

function names() {
  for (const i of upto(50)) native.socket(i, 15, 0);
  for (const i of [...upto(18), -1, 0x80801, bit(11), bit(19), 0x801, 0x80000 | 15]) native.socket(nobody, i, 0);
  for (const domain of upto(48)) for (const i of [...upto(45), -1, 1000]) native.socket(domain, 15, i);
  for (const i of around(socket_names.inet_protocols)) native.socket(sys.AF_INET, 15, i);
  for (const i of around(socket_names.ax25_protocols)) native.socket(sys.AF_AX25, 15, i);
  for (const i of around(socket_names.packet_protocols)) native.socket(sys.AF_PACKET, 15, sys.htons(i & 0xffff));
  for (const i of [...upto(48), -1]) native.socketpair(i, 15, -i, new Int32Array(2));
  for (const i of [...upto(5), -1, 1 << 30]) native.shutdown(nobody, i);
  for (const i of upto(32)) {
    native.send(nobody, word(1), bit(i));
    native.accept4(nobody, null, bit(i));
    for (const cmd of [constant('F_SETFL'), constant('F_SETFD'), 1026, 1033]) native.fcntl(nobody, cmd, bit(i));
  }
  for (const i of [-1, 0, 3, 0o4010000, 0o20200000, 0o24210000, 0x7fffffff])
    native.fcntl(nobody, constant('F_SETFL'), i);
  for (const cmd of around(call_names.fcntl_commands)) perhaps(() => native.fcntl(nobody, cmd, 0));
  for (const cmd of [0, 8, 10, 1024, 1026, 1030, 1031, 1033]) {
    for (const i of [...upto(70), -1, -5]) perhaps(() => native.fcntl(nobody, cmd, i));
  }
  for (const level of [...upto(300), -1]) {
    const { names, get, set } = option_names.option_tables.get(level) ?? {};
    for (const i of [-1, 5, ...around(names, get, set)]) {
      perhaps(() => native.setsockopt(nobody, level, i, word(1)));
      perhaps(() => native.getsockopt(nobody, level, i, cell(4)));
    }
  }
  const events = new Uint8Array(8 * 17);
  for (const i of upto(17)) events.set(word(1000, i === 16 ? 0xffff : 1 << i), i * 8);
  native.poll(events, 0);
  for (const i of upto(256)) {
    native.bind(nobody, link(0, 0, i));
    native.bind(nobody, vsock(5, 5, i));
    native.sendmsg(nobody, [], null, control(1, i, filled(0)), 0);
    native.sendmsg(nobody, [], null, control(0, i, filled(0)), 0);
    native.sendmsg(nobody, [], null, control(i, 3, filled(8)), 0);
  }
  for (const i of around(address_names.hardware_types)) native.bind(nobody, link(0, i, 0));
  for (const i of around(socket_names.packet_protocols)) native.bind(nobody, link(i, 0, 0));
  for (const i of [0, 1, 2, 3, -1]) native.bind(nobody, vsock(i, i, 0));
  for (const i of upto(32)) {
    native.setsockopt(nobody, 255, 1, word(bit(i)));
    native.setsockopt(nobody, 255, 1, word(~bit(i)));
    native.bind(nobody, xdp(i));
  }
  for (const i of [...upto(5), 254, 255, 256, -1]) native.setsockopt(nobody, 1, 74, word(i));
  for (const i of upto(6)) {
    const packet_mreq = Uint8Array.of(i, 0, 0, 0, i, 0, 2 * i, 0, 1, 2, 3, 4, 5, 6, 7, 8);
    for (const option of [1, 2]) native.setsockopt(nobody, 263, option, packet_mreq);
  }
  for (const i of upto(32)) {
    native.dup3(nobody, 5, bit(i));
    native.epoll_ctl(nobody, i, 5, word(bit(i), i, 7, 0));
    native.signalfd(-5, long(1 << i), bit(i));
  }
  for (const i of [-1, ...upto(20)]) perhaps(() => native.timerfd_create(i, bit(i & 31) | 4));
  for (const i of [...upto(70), -1]) native.tgkill(-1, -1, i);
}

function link(protocol, hardware, type, halen = 0) {
  const bytes = new Uint8Array(20);
  bytes.set([17, 0, protocol >> 8, protocol, 1, 0, 0, 0, hardware, hardware >> 8, type, halen]);
  return bytes;
}

function vsock(cid, port, flags) {
  const bytes = new Uint8Array(16);
  bytes.set(word(40, port, cid, flags));
  return bytes;
}

function xdp(flags) {
  const bytes = new Uint8Array(16);
  bytes.set(word(44 | (flags << 16), 1, 2, 3));
  return bytes;
}

/** The same numbers in every run: mulberry32. */
function dice(seed) {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return (t ^ (t >>> 14)) >>> 0;
  };
}

/** Arguments from a hat, for a descriptor that nobody has: the kernel answers EBADF, strace decodes what it was given. */
function random() {
  const throws = dice(20221212);
  const below = (end) => throws() % end;
  const one = (items) => items[below(items.length)];
  const int = () => one([below(4), below(300), throws() | 0, -1, 1 << below(31)]);
  const flags = () =>
    one([0, bit(below(32)), bit(below(32)) | bit(below(32)) | bit(below(32)), throws() | 0, throws()]);
  const bytes = (most) => {
    const made = new Uint8Array(1 + below(most)).map(() => one([0, below(256), 0x30 + below(10), below(128), 0x41]));
    return made.subarray(0, below(made.length + 1));
  };
  const text = () =>
    one([() => new Uint8Array(0), () => bytes(12), () => bytes(80), () => Buffer.from('HELLO-WORLD')])();
  const addr = () => {
    const made = bytes(one([4, 20, 32, 140]));
    const family = one([0, 1, 1, 2, 2, 10, 10, 17, 40, 44, 46, 999]);
    made.set(word(family).subarray(0, Math.min(2, made.length)));
    if (below(3) > 0) return made;
    const whole = { 1: 110, 2: 16, 10: 28, 16: 12, 17: 20, 40: 16, 44: 16 }[family] ?? 16;
    return new Uint8Array(whole).map((_, i) => (i < 2 ? made[i] : one([0, 1, below(256), 0x61])) ?? 0);
  };
  const maybe = (make) => (below(3) === 0 ? null : make());
  const pieces = () => Array.from({ length: one([0, 1, 2, 3, 40]) }, text);
  const controls = () => {
    const some = Array.from({ length: below(4) }, () => {
      return control(one([0, 1, 1, 41, 5]), one([1, 2, 3, 8, 11, 20, 23, 29, 35, 37, 63, 64, below(70)]), bytes(70));
    });
    const whole = Buffer.concat(some);
    return below(4) === 0 ? whole.subarray(0, below(whole.length + 1)) : whole;
  };
  const batch = () => {
    const [vlen, bytes] = [one([2, 3, 6, 40]), below(40)];
    const made = sys.mmsghdr(vlen, { bytes, name: one([0, 140]), control: one([0, 400]) });
    for (const i of upto(vlen)) {
      perhaps(() => made.set(i, text().subarray(0, bytes)));
      perhaps(() => made.set(i, text().subarray(0, bytes), sys.sockaddr(addr()), controls()));
      if (below(3) === 0) {
        made.set_iov(i, pieces());
        made.resize(i, below(made.iov_len(i) + 1));
      }
    }
    return made;
  };
  const option = () => one([[1, below(76)], [0, below(51)], [6, below(38)], [41, below(80)], [263, below(24)], [255, 1],
    [270, below(13)], [below(300), below(100)], [int(), int()]]); // biome-ignore format: a list
  const value = () => one([() => bytes(140), () => bytes(9), () => word(int()), () => word(int(), int()), () => bytes(24),
    () => address(one([1, 2, 10]), 136)])(); // biome-ignore format: a list
  const signals = () => word(int(), int());
  const fds = () => {
    const made = new Uint8Array(8 * one([0, 1, 2, 5, 40]));
    for (let i = 0; i < made.length; i += 8) made.set(word(one([-1, -5, 2000, 5000]), below(0x10000)), i);
    return made;
  };
  const variants = [
    () => native.bind(nobody, addr()),
    () => native.connect(nobody, addr()),
    () => native.listen(nobody, int()),
    () =>
      native.accept(
        nobody,
        maybe(() => cell(below(130))),
      ),
    () =>
      native.accept4(
        nobody,
        maybe(() => cell(below(130))),
        flags(),
      ),
    () => native.shutdown(nobody, int()),
    () => native.getsockname(nobody, cell(below(130))),
    () => native.getpeername(nobody, cell(below(130))),
    () => native.send(nobody, text(), flags()),
    () => native.sendto(nobody, text(), flags(), maybe(addr)),
    () => native.sendmsg(nobody, pieces(), maybe(addr), maybe(controls), flags()),
    () => native.recv(nobody, text(), flags()),
    () =>
      native.recvfrom(
        nobody,
        text(),
        flags(),
        maybe(() => cell(below(130))),
      ),
    () =>
      native.recvmsg(
        nobody,
        pieces(),
        maybe(() => cell(below(130))),
        maybe(() => cell(64)),
        new Int32Array(2),
        flags(),
      ),
    () => perhaps(() => sys.sendmmsg(nobody, batch(), below(3), flags(), below(3))),
    () =>
      perhaps(() =>
        sys.recvmmsg(nobody, batch(), below(3), flags(), ...one([[], [{ tv_sec: int(), tv_nsec: int() }]])),
      ),
    () => native.read(nobody, text()),
    () => native.write(nobody, text()),
    () => native.readv(nobody, pieces()),
    () => native.writev(nobody, pieces()),
    () => perhaps(() => native.getsockopt(nobody, ...option(), cell(below(20)))),
    () => perhaps(() => native.setsockopt(nobody, ...option(), value())),
    () => native.close(-1 - below(5)),
    () => native.close(one([-2147483648, -2, -1])),
    () => perhaps(() => native.fcntl(nobody, one([0, 2, 4, 8, 10, 1024, 1026, 1030, 1031, 1033]), flags())),
    () => native.poll(fds(), 0),
    () => native.preadv(nobody, pieces(), int()),
    () => native.pwritev(nobody, pieces(), one([0n, 1n << 40n, -1n, 7])),
    () =>
      native.sendfile(
        nobody,
        int(),
        maybe(() => long(int())),
        one([0, 11, -1, 1n << 40n]),
      ),
    () =>
      native.splice(
        nobody,
        maybe(() => long(int())),
        int(),
        maybe(() => long(int())),
        int(),
        flags(),
      ),
    () => native.tee(nobody, int(), one([0, 11, -1, 1n << 40n]), flags()),
    () =>
      native.copy_file_range(
        nobody,
        maybe(() => long(int())),
        int(),
        maybe(() => long(int())),
        int(),
        flags(),
      ),
    () => native.dup(nobody),
    () => native.sendmsg(nobody, [], null, Uint8Array.of(one([0, 1, 17]), 0, 0, 0, 0, 0, 0x20, 0, ...bytes(30)), 0),
    () => {
      const [pipe, sockets] = [new Int32Array(2), new Int32Array(2)];
      native.pipe2(pipe, 0);
      native.socketpair(sys.AF_UNIX, sys.SOCK_STREAM, 0, sockets);
      for (const fd of [...pipe, ...sockets]) native.close(fd);
    },
    () => native.dup3(nobody, int(), flags()),
    () => native.pipe2(new Int32Array(2), flags() | 4),
    () => native.ppoll(fds(), long(0, one([0, 1, 1000, -1])), maybe(signals)),
    () => native.epoll_create1(flags() | 4),
    () =>
      native.epoll_ctl(
        nobody,
        int(),
        int(),
        maybe(() => word(int(), int(), int(), 0)),
      ),
    () => native.epoll_wait(nobody, new Uint8Array(below(100)), int()),
    () =>
      native.epoll_pwait2(
        nobody,
        new Uint8Array(below(100)),
        maybe(() => long(int(), int())),
        maybe(signals),
      ),
    () => native.eventfd(flags(), flags() | 4),
    () => native.timerfd_create(int(), flags() | 4),
    () =>
      native.timerfd_settime(
        nobody,
        flags(),
        long(int(), int(), int(), int()),
        maybe(() => new Uint8Array(32)),
      ),
    () => native.timerfd_gettime(nobody, new Uint8Array(32)),
    () => native.signalfd(-5, signals(), flags()),
    () => native.pthread_sigmask(3 + below(9), maybe(signals), new Uint8Array(8)),
    () => native.gettid(),
    () => native.tgkill(-1, int(), int()),
    () =>
      perhaps(() => native.ioctl(nobody, one([...call_names.ioctl_requests.keys()]), one([text(), address(2, 40)]))),
    () => native.ioctl_ifconf(nobody, cell(below(130))),
    () => native.socket(one([-1, 60, 1000]), flags(), int()),
    () => native.socketpair(one([-1, 60]), flags(), int(), new Int32Array(2)),
  ];
  // A function that has no variant of its own gets whatever its parameters take.
  for (const [name, row] of Object.entries(calls)) {
    const call = () => Reflect.apply(native[name], undefined, plausible(row, one));
    if (!variants.some((variant) => String(variant).includes(`.${name}(`))) variants.push(() => perhaps(call));
  }
  for (const i of upto(variants.length * 300)) variants[i % variants.length]();
}

/** Every function, once. */
function each() {
  for (const [name, row] of Object.entries(calls)) native[name](...plausible(row));
}

/** Sockets that work: what the kernel answers. */
function lifetime(folder) {
  const { unwrap } = sys;
  const room = () => sys.sockaddr_storage();
  const names = { [sys.AF_INET]: sys.sockaddr_in('127.0.0.1', 0), [sys.AF_INET6]: sys.sockaddr_in6('::1', 0),
    [sys.AF_UNIX]: sys.sockaddr_un(join(folder, 'a socket')) }; // biome-ignore format: a table
  for (const family of [sys.AF_INET, sys.AF_INET6, sys.AF_UNIX]) {
    const listener = unwrap(sys.socket(family, sys.SOCK_STREAM | sys.SOCK_CLOEXEC, 0));
    sys.setsockopt(listener, sys.SOL_SOCKET, sys.SO_REUSEADDR, 1);
    unwrap(sys.bind(listener, names[family]));
    sys.bind(listener, names[family]);
    unwrap(sys.listen(listener, 128));
    const bound = room();
    sys.getsockname(listener, bound);
    sys.getpeername(listener, room());
    const client = unwrap(sys.socket(family, sys.SOCK_STREAM, 0));
    sys.recv(client, new Uint8Array(8), sys.MSG_DONTWAIT);
    sys.send(client, Buffer.from('too early'), sys.MSG_NOSIGNAL);
    unwrap(sys.connect(client, bound));
    sys.connect(client, bound);
    const peer = room();
    const server = unwrap(sys.accept(listener, peer));
    sys.fcntl(listener, sys.F_SETFL, sys.O_NONBLOCK);
    sys.accept(listener);
    sys.accept4(listener, room(), sys.SOCK_NONBLOCK | sys.SOCK_CLOEXEC);
    sys.getpeername(client, room());
    sys.getpeername(client, sys.sockaddr_storage(5));
    sys.getsockname(client, sys.sockaddr_storage(0));
    talk(client, server);
    for (const fd of [client, server, listener]) every_option(fd);
    for (const fd of [client, listener]) requests(fd);
    sys.shutdown(client, sys.SHUT_WR);
    sys.recv(server, new Uint8Array(8));
    sys.shutdown(client, sys.SHUT_WR);
    sys.setsockopt(server, sys.SOL_SOCKET, sys.SO_LINGER, { l_onoff: 1, l_linger: 0 });
    for (const fd of [server, client, listener, listener]) sys.close(fd);
  }
  datagrams(folder);
  files();
  readiness(folder);
}

const names_of_loopback = {
  [sys.AF_INET]: sys.sockaddr_in('127.0.0.1', 0).bytes,
  [sys.AF_INET6]: sys.sockaddr_in6('::1', 0).bytes,
};

function readiness(folder) {
  const pipe = new Int32Array(2);
  native.pipe2(pipe, sys.O_CLOEXEC | sys.O_NONBLOCK);
  const [input = 0, output = 0] = pipe;
  native.close(native.dup(output));
  native.close(native.dup3(output, 200, sys.O_CLOEXEC));
  native.dup3(output, output, 0);
  const epoll = native.epoll_create1(0x80000);
  const event = (events, data) => {
    const { size, fields } = layout('epoll_event');
    const bytes = new Uint8Array(size);
    bytes.set(word(events), fields.events[0] / 8);
    bytes.set(long(data), fields.data[0] / 8);
    return bytes;
  };
  for (const op of [3, 1, 1, 3]) native.epoll_ctl(epoll, op, output, event(4 | (op << 30), output));
  native.epoll_ctl(epoll, 1, input, event(1, -1));
  native.write(output, Buffer.from('ready'));
  native.epoll_wait(epoll, new Uint8Array(48), 0);
  native.epoll_wait(epoll, new Uint8Array(5), 0);
  native.epoll_pwait2(epoll, new Uint8Array(48), long(1, 0), long(6));
  native.ppoll(new Uint8Array([...word(input, 1), ...word(output, 4)]), long(5, 0), null);
  native.ppoll(word(input, 4), long(0, 1000), long(-1));
  native.ppoll(word(input, 1), null, long(0));
  native.epoll_ctl(epoll, 2, input, null);
  native.epoll_ctl(epoll, 2, input, event(1, 1));
  native.preadv(input, [new Uint8Array(1)], 0);
  const file = openSync(process.argv[1], 'r');
  native.sendfile(output, file, null, 5);
  native.sendfile(output, file, long(7), 5);
  native.sendfile(output, file, long(2 ** 31), 5);
  native.splice(file, long(3), output, null, 5, 1);
  native.splice(file, null, output, null, 5, 0x16);
  native.copy_file_range(file, long(3), file, long(0), 5, 0);
  closeSync(file);
  const counter = native.eventfd(3, 0x80801);
  native.read(counter, new Uint8Array(8));
  native.epoll_wait(epoll, new Uint8Array(48), 0);
  const timer = native.timerfd_create(1, 0x80800);
  native.timerfd_settime(timer, 0, long(0, 0, 1000, 5), null);
  native.timerfd_settime(timer, 1, long(1, 0, 0, 1), new Uint8Array(32));
  native.timerfd_gettime(timer, new Uint8Array(32));
  native.read(timer, new Uint8Array(8));
  const old = new Uint8Array(8);
  native.pthread_sigmask(0, long(1 << 9), old);
  const signals = native.signalfd(-1, long(1 << 9), 0x80800);
  native.tgkill(process.pid, native.gettid(), 10);
  native.read(signals, new Uint8Array(4));
  native.read(signals, new Uint8Array(128));
  native.pthread_sigmask(1, null, new Uint8Array(8));
  native.pthread_sigmask(1, new Uint8Array(8).fill(255), new Uint8Array(8));
  native.pthread_sigmask(0, new Uint8Array(8).fill(255), new Uint8Array(8));
  native.ppoll(new Uint8Array(0), new Uint8Array(16), new Uint8Array(8).fill(255));
  native.epoll_pwait2(epoll, new Uint8Array(12), new Uint8Array(16), new Uint8Array(8).fill(255));
  native.pthread_sigmask(2, old, new Uint8Array(8));
  const itself = native.pidfd_open(process.pid, 0x800);
  for (const target of [input, output, itself, 9999, -1]) native.pidfd_getfd(itself, target, 0);
  native.pidfd_getfd(native.pidfd_open(process.ppid, 0), 0, 0);
  native.pidfd_getfd(input, 0, 1);
  // The files of a tmpfs have seals: that none may be added, for one.
  const sealed = openSync(`/dev/shm/sealed-${process.pid}`, 'w');
  unlinkSync(`/dev/shm/sealed-${process.pid}`);
  native.fcntl(sealed, 1034, 0); // F_GET_SEALS
  native.fcntl(sealed, 1033, 1); // F_ADD_SEALS
  closeSync(sealed);
  for (const name of ['a (deleted)', 'gone', 'gone (deleted)']) {
    const fd = openSync(join(folder, name), 'w');
    if (name.startsWith('gone')) unlinkSync(join(folder, name));
    native.close(native.dup(fd));
    closeSync(fd);
  }
  for (const family of [sys.AF_INET, sys.AF_INET6]) {
    const lite = native.socket(family, sys.SOCK_DGRAM, 136);
    native.close(native.dup(lite));
    native.bind(lite, names_of_loopback[family]);
    native.close(native.dup(lite));
    native.close(lite);
  }
  for (const fd of [input, output, epoll, counter, timer, signals, itself]) native.close(fd);
}

function talk(client, server) {
  const { unwrap } = sys;
  sys.recv(server, new Uint8Array(8), sys.MSG_DONTWAIT);
  for (const text of [
    'HELLO-WORLD',
    '\0\0\0\v',
    '"\\\t\n\v\f\r',
    '\x01\x012\x019\x7f',
    'é€😀',
    'x'.repeat(32),
    'y'.repeat(33),
  ]) {
    sys.send(client, Buffer.from(text), sys.MSG_NOSIGNAL);
    sys.recv(server, new Uint8Array(100));
  }
  sys.send(
    client,
    new Uint8Array(256).map((_, i) => i),
    0,
  );
  sys.recv(server, new Uint8Array(5), sys.MSG_PEEK | sys.MSG_TRUNC);
  sys.read(server, new Uint8Array(100));
  sys.recvfrom(server, new Uint8Array(300), 0, sys.sockaddr_storage());
  sys.write(client, Buffer.from('one'));
  native.writev(client, [Buffer.from('two'), Buffer.from(''), Buffer.from('three')]);
  native.readv(server, [new Uint8Array(2), new Uint8Array(20), new Uint8Array(3)]);
  sys.sendmsg(client, { msg_iov: [Buffer.from('four'), Buffer.from('five')] }, sys.MSG_NOSIGNAL);
  native.recvmsg(server, [new Uint8Array(3), new Uint8Array(9)], cell(128), cell(64), new Int32Array(2), 0);
  native.recvmsg(server, [new Uint8Array(3)], null, null, new Int32Array(2), sys.MSG_DONTWAIT);
  native.readv(sys.unwrap(sys.socket(sys.AF_INET, sys.SOCK_DGRAM | sys.SOCK_NONBLOCK, 0)), [new Uint8Array(3)]);
  const waiting = { fd: server, events: sys.POLLIN | sys.POLLRDHUP };
  sys.poll([waiting], 0);
  sys.send(client, Buffer.from('!'), sys.MSG_OOB);
  sys.send(client, Buffer.from('!'), 0);
  sys.poll([waiting, { fd: -1, events: 0 }, { fd: client, events: sys.POLLOUT }, { fd: 9999, events: 0 }], 100);
  sys.poll(
    Array.from({ length: 40 }, () => ({ fd: client, events: sys.POLLOUT | sys.POLLWRNORM })),
    0,
  );
  sys.poll([], 1);
  sys.recv(server, new Uint8Array(8), sys.MSG_DONTWAIT);
  for (const cmd of ['F_GETFL', 'F_GETFD', 'F_GETOWN', 'F_GETSIG', 'F_GETPIPE_SZ']) sys.fcntl(client, constant(cmd));
  for (const cmd of [1025, 1034]) native.fcntl(client, cmd, 0);
  sys.fcntl(client, sys.F_SETFD, sys.FD_CLOEXEC);
  sys.fcntl(client, sys.F_GETFD);
  sys.fcntl(client, sys.F_SETFL, sys.O_NONBLOCK | sys.O_ASYNC);
  sys.fcntl(client, sys.F_GETFL);
  sys.fcntl(client, sys.F_SETFL, 0);
  native.fcntl(client, constant('F_SETSIG'), 23);
  native.fcntl(client, constant('F_GETSIG'), 0);
  native.fcntl(client, constant('F_SETOWN'), process.pid);
  native.fcntl(client, constant('F_GETOWN'), 0);
  sys.close(unwrap(sys.fcntl(client, sys.F_DUPFD_CLOEXEC, 100)));
}

/** Every option there is, read with room for it, with too little, and with too much; then set to what it was. */
function every_option(fd) {
  for (const [level, end] of [
    [1, 84],
    [6, 46],
    [0, 52],
    [41, 82],
    [17, 105],
    [255, 2],
    [270, 12],
  ]) {
    for (const name of upto(end)) {
      for (const length of [0, 2, 4, 16, 300]) {
        perhaps(() => {
          const value = cell(length);
          if (native.getsockopt(fd, level, name, value) < 0 || length !== 4 || harmful.has(`${level} ${name}`)) return;
          native.setsockopt(fd, level, name, value.subarray(4));
        });
      }
    }
  }
}

/** TCP_REPAIR and its like, which stop a connection; SO_LOCK_FILTER, SO_RCVTIMEO. */
const harmful = new Set(['6 19', '6 20', '6 21', '6 31', '1 44', '1 20', '1 21']);

function datagrams(folder) {
  const { unwrap } = sys;
  for (const name of [
    sys.sockaddr_in('127.0.0.1', 0),
    sys.sockaddr_in6('::1', 0),
    sys.sockaddr_un('@an abstract name'),
    sys.sockaddr_un(join(folder, 'datagrams')),
    sys.sockaddr_un(''),
  ]) {
    // biome-ignore format: a list
    const a = unwrap(sys.socket(name.sa_family, sys.SOCK_DGRAM, 0));
    const b = unwrap(sys.socket(name.sa_family, sys.SOCK_DGRAM | sys.SOCK_NONBLOCK, 0));
    unwrap(sys.bind(a, name));
    const bound = sys.sockaddr_storage();
    sys.getsockname(a, bound);
    sys.sendto(b, Buffer.from('ping'), 0, bound);
    sys.sendto(b, Buffer.from(''), sys.MSG_DONTWAIT, bound);
    sys.sendmsg(b, { msg_name: bound, msg_iov: [Buffer.from('pi'), Buffer.from('ng')] });
    native.recvfrom(a, new Uint8Array(2), sys.MSG_TRUNC, socklen(bound.bytes));
    native.recvmsg(a, [new Uint8Array(8)], cell(128), cell(128), new Int32Array(2), 0);
    native.recvmsg(a, [new Uint8Array(1), new Uint8Array(1)], cell(3), cell(0), new Int32Array(2), 0);
    const batch = sys.mmsghdr(4, { bytes: 8, name: 128, control: 64 });
    for (const text of ['one', '', 'three3', 'four']) {
      for (const i of upto(4)) batch.set(i, Buffer.from(text), bound);
      sys.sendmmsg(b, batch, 3, sys.MSG_NOSIGNAL, 1);
    }
    sys.recvmmsg(a, batch, 3);
    sys.recvmmsg(a, sys.mmsghdr(2, { bytes: 5, name: 5 }), 2, sys.MSG_WAITFORONE, { tv_sec: 0, tv_nsec: 0 });
    sys.recvmmsg(a, batch, 2, sys.MSG_DONTWAIT, { tv_sec: 0, tv_nsec: 0 });
    sys.recvmmsg(a, batch, 0, sys.MSG_DONTWAIT, { tv_sec: 1, tv_nsec: 0 });
    sys.recvmmsg(a, sys.mmsghdr(40, { bytes: 9 }), 40, sys.MSG_DONTWAIT);
    sys.recvmmsg(a, batch, 1, sys.MSG_DONTWAIT);
    const pieces = sys.mmsghdr(3, { bytes: [5, 0, 2], name: 128 });
    const [head, rest] = [new Uint8Array(2), new Uint8Array(4)];
    pieces.set_iov(1, [head, rest], bound);
    for (const i of [0, 2]) pieces.set(i, Buffer.from('12'), bound);
    sys.sendmmsg(b, pieces, 3, sys.MSG_NOSIGNAL);
    sys.recvmmsg(a, pieces, 3, sys.MSG_DONTWAIT);
    pieces.set_iov(1, [], bound);
    pieces.set_iov(2, [head, new Uint8Array(0), rest], bound);
    pieces.resize(2, 3);
    sys.sendmmsg(b, pieces, 2, sys.MSG_NOSIGNAL, 1);
    sys.recvmmsg(a, pieces, 2, sys.MSG_DONTWAIT);
    sys.recvfrom(b, new Uint8Array(2), 0, sys.sockaddr_storage());
    sys.connect(b, bound);
    for (const i of upto(4))
      batch.set(i, Buffer.from('12345678'), i === 2 ? sys.sockaddr(Uint8Array.of(99, 0, 1)) : undefined);
    sys.sendmmsg(b, batch, 4, sys.MSG_DONTWAIT);
    const many = sys.mmsghdr(1030, { bytes: 0 });
    sys.sendmmsg(b, many, 1030, sys.MSG_DONTWAIT);
    sys.connect(b, sys.sockaddr(new Uint8Array(16)));
    for (const fd of [a, b]) sys.close(fd);
  }
  // Control messages that arrive: credentials, descriptors, the time, where it came from.
  const [a, b] = unwrap(sys.socketpair(sys.AF_UNIX, sys.SOCK_DGRAM, 0));
  native.setsockopt(b, 1, 16, word(1));
  native.setsockopt(b, 1, 29, word(1));
  native.sendmsg(a, [Buffer.from('x')], null, control(1, 1, word(0, 1, 2)), 0);
  native.recvmsg(b, [new Uint8Array(8)], cell(128), cell(256), new Int32Array(2), sys.MSG_CMSG_CLOEXEC);
  native.sendmsg(a, [Buffer.from('x')], null, control(1, 1, word(0)), 0);
  native.recvmsg(b, [new Uint8Array(8)], null, cell(20), new Int32Array(2), sys.MSG_CMSG_CLOEXEC);
  const rights = sys.mmsghdr(2, { bytes: 3, control: 100 });
  for (const i of upto(2)) rights.set(i, Buffer.from('fds'), undefined, control(1, 1, word(i, 2)));
  sys.sendmmsg(a, rights, 2);
  sys.recvmmsg(b, rights, 2, sys.MSG_CMSG_CLOEXEC);
  const udp = unwrap(sys.socket(sys.AF_INET, sys.SOCK_DGRAM, 0));
  for (const option of [8, 12, 13, 20]) native.setsockopt(udp, 0, option, word(1));
  for (const option of [29, 35, 37, 63, 64, 65]) native.setsockopt(udp, 1, option, word(option === 37 ? 24 : 1));
  unwrap(sys.bind(udp, sys.sockaddr_in('127.0.0.1', 0)));
  const name = sys.sockaddr_storage();
  sys.getsockname(udp, name);
  sys.sendto(udp, Buffer.from('self'), 0, name);
  native.recvmsg(udp, [new Uint8Array(8)], cell(128), cell(512), new Int32Array(2), 0);
  native.setsockopt(
    udp,
    0,
    35,
    sys.sockaddr_in('239.1.1.1', 0).bytes.map((byte, i, all) => all[i < 4 ? i + 4 : 12] ?? byte),
  );
  native.setsockopt(
    udp,
    0,
    42,
    Uint8Array.of(1, 0, 0, 0, 0, 0, 0, 0, ...sys.sockaddr_in('239.1.1.2', 5).bytes, ...filled(112)),
  );
  const udp6 = unwrap(sys.socket(sys.AF_INET6, sys.SOCK_DGRAM, 0));
  native.setsockopt(udp6, 41, 20, Uint8Array.of(...sys.sockaddr_in6('ff02::1', 0).bytes.subarray(8, 24), 1, 0, 0, 0));
  sys.connect(udp6, sys.sockaddr_in6('fe80::1', 9, 1, 0xabcde));
  sys.connect(udp6, sys.sockaddr_in6('2001:db8::1', 9, 7));
  requests(udp);
  requests(udp6);
  const netlink = native.socket(sys.AF_NETLINK, sys.SOCK_RAW | sys.SOCK_CLOEXEC, 0);
  native.bind(netlink, Uint8Array.of(16, 0, ...filled(10, 0)));
  native.getsockname(netlink, cell(128));
  for (const group of [1, 3]) {
    native.setsockopt(netlink, 270, 1, word(group)); // NETLINK_ADD_MEMBERSHIP
    for (const length of [0, 3, 4, 32]) native.getsockopt(netlink, 270, 9, cell(length)); // NETLINK_LIST_MEMBERSHIPS
  }
  const packets = native.socket(sys.AF_PACKET, sys.SOCK_RAW | sys.SOCK_CLOEXEC, 0);
  for (const length of [0, 6, 12, 16]) native.getsockopt(packets, 263, 6, cell(length)); // PACKET_STATISTICS
  native.close(packets);
  for (const fd of [a, b, udp, udp6, netlink]) native.close(fd);
  refused_connection();
}

function refused_connection() {
  const fd = sys.unwrap(sys.socket(sys.AF_INET, sys.SOCK_STREAM | sys.SOCK_NONBLOCK, 0));
  sys.connect(fd, sys.sockaddr_in('127.0.0.1', 1));
  sys.poll([{ fd, events: sys.POLLOUT }], 1000);
  sys.getsockopt(fd, sys.SOL_SOCKET, sys.SO_ERROR);
  sys.getsockopt(fd, sys.SOL_SOCKET, sys.SO_ERROR);
  sys.close(fd);
}

/** Requests of ioctl, on whatever knows them. */
function requests(fd) {
  for (const op of call_names.ioctl_requests.keys()) {
    if (op !== sys.SIOCGIFCONF) perhaps(() => native.ioctl(fd, op, new Uint8Array(4)));
    for (const name of ['lo', 'no-such-device', 'a name of 16 or more bytes', '', '\\"\n']) {
      const ifreq = new Uint8Array(40);
      Buffer.from(name).copy(ifreq, 0, 0, 16);
      perhaps(() => native.ioctl(fd, op, ifreq));
    }
  }
  for (const index of [1, 0, -1, 4242])
    native.ioctl(fd, sys.SIOCGIFNAME, new Uint8Array([...filled(16, 0), ...word(index), ...filled(20, 0)]));
  for (const room of [0, 30, 40, 80, 100, 4000]) native.ioctl_ifconf(fd, cell(room));
  native.uname(new Uint8Array(500));
}

/** A descriptor that is no socket. */
function files() {
  requests(device);
  requests(nobody);
  sys.recv(device, new Uint8Array(1), sys.MSG_DONTWAIT);
  sys.fcntl(device, sys.F_GETFL);
  sys.getsockopt(device, sys.SOL_SOCKET, sys.SO_TYPE);
  sys.read(device, new Uint8Array(10));
  sys.write(device, Buffer.from('x'));
  const size = layout('pollfd').size;
  native.poll(new Uint8Array(size - 1), 0);
  native.poll(new Uint8Array(size + 1), 0);
}

const device = sys.as_fd(openSync('/dev/null', 'r'));
const lines = [];
const mark = () => native.shutdown(nobody, 0x5eed);
mark();
const stop = trace((event) => lines.push(event.line), JSON.parse(options));
({ names, random, each, lifetime })[what](dirname(log));
stop();
mark();
writeFileSync(log, lines.map((line) => `${line}\n`).join(''));
