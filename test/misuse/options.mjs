// Makes each call of the promises that takes options or a struct, clean and then with each name of those on Object.prototype, where it stays until the call
// is settled. Prints the first call that then comes to something else, or leaves a descriptor behind: what is left in the sockets is unknown after it.

import * as sys from '../../dist/index.js';
import * as soon from '../../dist/promises/index.js';
import { open_files } from '../support/open-files.mjs';

const { unwrap } = sys;
const flags = sys.SOCK_NONBLOCK | sys.SOCK_CLOEXEC;
const pair = () => unwrap(sys.socketpair(sys.AF_UNIX, sys.SOCK_STREAM | flags, 0));
const tcp = () => unwrap(sys.socket(sys.AF_INET, sys.SOCK_STREAM | flags, 0));
const [a, b] = pair();
const listener = tcp();
unwrap(sys.bind(listener, sys.sockaddr_in('127.0.0.1', 0)));
unwrap(sys.listen(listener, 64));
const addr = unwrap(sys.getsockname(listener));
const word = Buffer.from('HELLO-WORLD');
const framed = Buffer.concat([sys.frame_header(word.length), word]);
const rights = [sys.cmsg(sys.SOL_SOCKET, sys.SCM_RIGHTS, [a])];

const text = (bytes) => String(Buffer.from(bytes));
const closed = (result) => sys.close(unwrap(result)).ok;
const heard = () => {
  const room = new Uint8Array(64);
  return text(room.subarray(0, unwrap(sys.recv(b, room, sys.MSG_DONTWAIT))));
};

/** What a wait comes to when the bytes that it waits for are sent. */
async function late(waiting, bytes = word) {
  unwrap(sys.send(a, bytes, 0));
  return unwrap(await waiting);
}

/** The same with a connection. */
async function connected(waiting) {
  const fd = tcp();
  sys.connect(fd, addr);
  const got = await waiting;
  unwrap(sys.close(fd));
  return closed(got);
}

const calls = {
  send: async (...how) => [unwrap(await soon.send(a, word, 0, ...how)), heard()],
  send_all: async (...how) => [unwrap(await soon.send_all(a, word, ...how)), heard()],
  send_frame: async (...how) => [unwrap(await soon.send_frame(a, word, ...how)), heard()],
  sendmsg: async (...how) => [unwrap(await soon.sendmsg(a, { msg_iov: [word] }, 0, ...how)), heard()],
  'sendmsg of a descriptor': async (...how) => {
    unwrap(await soon.sendmsg(a, { msg_iov: [word], msg_control: rights }, 0, ...how));
    const { msg_control } = unwrap(sys.recvmsg(b, { msg_iov: [new Uint8Array(64)], msg_controllen: 64 }));
    return sys.close_rights(msg_control);
  },
  recv: (...how) => late(soon.recv(b, new Uint8Array(64), 0, ...how)),
  recv_exact: async (...how) => {
    const room = new Uint8Array(word.length);
    return [await late(soon.recv_exact(b, room, ...how)), text(room)];
  },
  recv_frame: async (...how) => text(await late(soon.recv_frame(b, ...how), framed)),
  'recv_frame of a FrameReader': async (...how) =>
    text(await late(soon.recv_frame(new sys.FrameReader(b), ...how), framed)),
  frames: async (...how) => {
    unwrap(sys.send(a, framed, 0));
    for await (const frame of soon.frames(b, ...how)) return text(unwrap(frame));
  },
  recvmsg: async (...how) => {
    const { received, msg_flags, msg_control } = await late(
      soon.recvmsg(b, { msg_iov: [new Uint8Array(64)] }, 0, ...how),
    );
    return [received, msg_flags, msg_control.length];
  },
  recvmsg_exact: async (how) => {
    const got = await late(soon.recvmsg_exact(b, new Uint8Array(word.length), { msg_controllen: 64, ...how }));
    return [got.msg_flags, got.msg_control.length];
  },
  ready: async (...how) => [await late(soon.ready(b, sys.POLLIN, ...how)), heard()],
  readable: async (...how) => [await late(soon.readable(b, ...how)), heard()],
  writable: async (...how) => unwrap(await soon.writable(a, ...how)),
  accept: (...how) => connected(soon.accept(listener, null, ...how)),
  accept4: (...how) => connected(soon.accept4(listener, null, flags, ...how)),
  connections: (...how) =>
    connected(
      soon
        .connections(listener, ...how)
        .next()
        .then(({ value }) => value),
    ),
  connect: async (...how) => {
    const fd = tcp();
    const got = unwrap(await soon.connect(fd, addr, ...how));
    return [got, sys.close(fd).ok, closed(await soon.accept(listener))];
  },
};

const nets = {
  'to_net and from_net of a connection': async (...how) => {
    const [one, other] = pair();
    const socket = unwrap(soon.to_net(one, ...how));
    const is = [socket.allowHalfOpen, socket.readable, socket.writable];
    const { fd, head } = unwrap(soon.from_net(socket));
    if (!socket.closed) await new Promise((resolve) => socket.once('close', resolve));
    for (const each of [fd, other]) unwrap(sys.close(each));
    return [is, head.length];
  },
  'to_net and from_net of a listener': async (...how) => {
    const server = unwrap(soon.to_net(unwrap(sys.fcntl(listener, sys.F_DUPFD_CLOEXEC, 0)), ...how));
    const { fd } = unwrap(soon.from_net(server));
    if (server.listening) await new Promise((resolve) => server.close(resolve));
    return [server.allowHalfOpen, sys.close(fd).ok];
  },
};

const { signal } = new AbortController();
const given = [
  ['without options', []],
  ['with none of them', [{}]],
];
const all = [
  ...Object.entries(calls).flatMap(([name, call]) =>
    [...given, ['with a signal', [{ signal }]]].map(([how, options]) => [`${name} ${how}`, () => call(...options)]),
  ),
  ...Object.entries(nets).flatMap(([name, call]) =>
    given.map(([how, options]) => [`${name} ${how}`, () => call(...options)]),
  ),
];

/** Every name of an option of the promises, and of the structs that they take. */
const names = [
  ...['signal', 'timeout', 'ref', 'deadline', 'remaining', 'on_interrupt', 'flags', 'cap', 'room', 'maxevents'],
  ...['msg_name', 'msg_iov', 'msg_control', 'msg_controllen', 'allowHalfOpen'],
];
const { defineProperty, deleteProperty } = Reflect;
const own = (object, name, value) =>
  defineProperty(object, name, { __proto__: null, value, configurable: true, enumerable: true, writable: true });
const values = [
  ['a number', () => ({ value: 7, writable: true })],
  [
    'a getter that throws',
    (name) => ({
      get() {
        throw new Error(`${name} was read from a prototype`);
      },
      // Node assigns such names to objects of its own.
      set(value) {
        own(this, name, value);
      },
    }),
  ],
];

const answer = async (call) => {
  try {
    return JSON.stringify(await call());
  } catch (error) {
    return String(error);
  }
};
const clean = new Map();
for (const [what, call] of all) clean.set(what, await answer(call));
const wrong = [...clean].filter(([, got]) => got === undefined || got.includes('Error'));
if (wrong.length > 0) throw new Error(`of the clean calls: ${wrong.join('; ')}`);

const files = open_files().size;
for (const name of names) {
  for (const [what, descriptor] of values) {
    for (const [call, make] of all) {
      defineProperty(Object.prototype, name, { __proto__: null, configurable: true, ...descriptor(name) });
      const got = await answer(make);
      deleteProperty(Object.prototype, name);
      const left = open_files().size - files;
      if (got === clean.get(call) && left === 0) continue;
      console.log(`${call}, with ${what} as ${name}: ${got}, and ${left} descriptors`);
      process.exit(1);
    }
  }
}
console.log(`${all.length} calls, 0 faults`);
process.exit(0);
