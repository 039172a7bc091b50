// misuse.mjs for the entries beside the first: each argument and each option of what `sys-socket/promises`, `sys-socket/observe`,
// `sys-socket/strace` and `sys-socket/learn` export, in turn, is every value of values.mjs, while the others are right. Prints what throws or rejects with
// anything but a TypeError or a RangeError that names the argument.

import { writeFileSync } from 'node:fs';
import * as sys from '../../dist/index.js';
import * as observe from '../../dist/observe/index.js';
import * as soon from '../../dist/promises/index.js';
import * as lib from '../../dist/strace/index.js';
import { Own } from '../fuzz/hostile.mjs';
import { end, subjects as learnt } from './learn.mjs';
import { values } from './values.mjs';

Error.stackTraceLimit = 0;
const { unwrap } = sys;

const opened = [];
const own = (...fds) => {
  opened.push(...fds);
  return fds;
};
const pair = (type = sys.SOCK_STREAM) => own(...unwrap(sys.socketpair(sys.AF_UNIX, type | sys.SOCK_NONBLOCK, 0)));
const bytes = (size = 8) => new Uint8Array(size);
const wait = { signal: new AbortController().signal, timeout: 0, ref: true };
const stream = { flags: 0, deadline: 0, on_interrupt: 'retry', signal: wait.signal, ref: true };
const listener = () => {
  const [fd] = own(unwrap(sys.socket(sys.AF_UNIX, sys.SOCK_STREAM | sys.SOCK_NONBLOCK, 0)));
  unwrap(sys.bind(fd, sys.sockaddr_un()));
  unwrap(sys.listen(fd, 1));
  return fd;
};
const epoll = () => own(unwrap(sys.epoll_create1(0)))[0];
const [one] = [() => pair()[0]];
/** What is taken need not be run as well. */
const nowhere = '/nowhere/strace';
const file = new URL('../../out/quiet.mjs', import.meta.url).pathname;
writeFileSync(file, '');
const first = async (iterable) => {
  for await (const _ of iterable) break;
};

/** Name, parameters, right arguments. An object's properties are given in turn too, as `options.timeout` is. */
const subjects = [
  [soon, 'ready', ['fd', 'events', 'options'], () => [one(), sys.POLLIN, wait]],
  [soon, 'readable', ['fd', 'options'], () => [one(), wait]],
  [soon, 'writable', ['fd', 'options'], () => [one(), wait]],
  [soon, 'accept', ['fd', 'addr', 'options'], () => [listener(), null, wait]],
  [soon, 'accept4', ['fd', 'addr', 'flags', 'options'], () => [listener(), null, 0, wait]],
  [
    soon,
    'connect',
    ['fd', 'addr', 'options'],
    () => [
      own(unwrap(sys.socket(sys.AF_UNIX, sys.SOCK_STREAM | sys.SOCK_NONBLOCK, 0)))[0],
      sys.sockaddr_un('@sys-socket-nobody'),
      wait,
    ],
  ],
  [soon, 'recv', ['fd', 'buf', 'flags', 'options'], () => [one(), bytes(), 0, wait]],
  [
    soon,
    'recvfrom',
    ['fd', 'buf', 'flags', 'src_addr', 'options'],
    () => [one(), bytes(), 0, sys.sockaddr_storage(), wait],
  ],
  [
    soon,
    'recvmsg',
    ['fd', 'msg', 'flags', 'options'],
    () => [one(), { msg_iov: [bytes()], msg_controllen: 0 }, 0, wait],
  ],
  [soon, 'send', ['fd', 'buf', 'flags', 'options'], () => [one(), bytes(), 0, wait]],
  [soon, 'sendto', ['fd', 'buf', 'flags', 'dest_addr', 'options'], () => [one(), bytes(), 0, null, wait]],
  [soon, 'sendmsg', ['fd', 'msg', 'flags', 'options'], () => [one(), { msg_iov: [bytes()] }, 0, wait]],
  [soon, 'read', ['fd', 'buf', 'options'], () => [one(), bytes(), wait]],
  [soon, 'write', ['fd', 'buf', 'options'], () => [one(), bytes(), wait]],
  [
    soon,
    'sendfile',
    ['out_fd', 'in_fd', 'offset', 'count', 'options'],
    () => [one(), own(unwrap(sys.memfd_create?.('x', 0) ?? { ok: true, value: 0 }))[0], null, 0, wait],
  ],
  [
    soon,
    'splice',
    ['fd_in', 'off_in', 'fd_out', 'off_out', 'len', 'flags', 'options'],
    () => [own(...unwrap(sys.pipe2(sys.O_NONBLOCK)))[0], null, one(), null, 1, 0, wait],
  ],
  [soon, 'send_all', ['fd', 'bytes', 'options'], () => [one(), bytes(), stream]],
  [soon, 'recv_exact', ['fd', 'buffer', 'options'], () => [one(), bytes(), stream]],
  [soon, 'recvmsg_exact', ['fd', 'buffer', 'options'], () => [one(), bytes(), { ...stream, msg_controllen: 0 }]],
  [soon, 'send_frame', ['fd', 'payload', 'options'], () => [one(), bytes(), stream]],
  [soon, 'recv_frame', ['fd', 'options'], () => [one(), { ...stream, cap: 8 }]],
  [soon, 'getaddrinfo', ['node', 'service', 'hints', 'options'], () => ['127.0.0.1', '80', {}, wait]],
  [
    soon,
    'on_ready',
    ['epfd', 'callback', 'options'],
    () => [epoll(), () => {}, { maxevents: 1, signal: wait.signal, ref: false }],
    (set) => set.ok && set.value.close(),
  ],
  [soon, 'to_net', ['fd', 'options'], () => [one(), {}], (made) => made.ok && made.value.destroy?.()],
  [
    soon,
    'to_dgram',
    ['fd'],
    () => [own(unwrap(sys.socket(sys.AF_INET, sys.SOCK_DGRAM | sys.SOCK_NONBLOCK, 0)))[0]],
    (made) => made.ok && made.value.close(),
  ],
  [soon, 'from_net', ['socket'], () => [{}]],
  [
    observe,
    'trace',
    ['sink', 'options'],
    () => [
      () => {},
      { filter: 'all', strings: 32, time: 'r', duration: true, thread: false, fds: 'y', where: false, align: 40 },
    ],
    (stop) => stop(),
  ],
  [observe, 'inject', ['rules'], () => [['recvfrom:error=EINTR:when=1000000']], (injection) => injection.stop()],
  [observe, 'check', ['sink'], () => [() => {}], (checking) => checking.end()],
  [
    observe,
    'check_program',
    ['file', 'args', 'options'],
    () => [file, [], { env: process.env, timeout: 10_000, flags: [] }],
  ],
  [
    lib,
    'strace',
    ['program', 'args', 'options'],
    () => [
      'true',
      [],
      {
        trace: 'close',
        inject: [],
        strings: 32,
        fds: true,
        verbose: false,
        stacks: false,
        seccomp: true,
        timeout: 10_000,
        signal: wait.signal,
        cwd: '/',
        env: process.env,
        stdin: 'ignore',
        stdout: 'collect',
        stderr: 'collect',
        strace: nowhere,
      },
    ],
  ],
  [lib, 'strace_stream', ['program', 'args', 'options'], () => ['true', [], { strace: nowhere }]],
  [lib, 'probe_strace', ['name'], () => ['strace']],
  [
    lib,
    'parse_strace',
    ['trace', 'options'],
    () => ['close(3) = 0', { stacks: false }],
    (events) => Symbol.iterator in events && [...events],
  ],
  [lib, 'is', ['value', 'kind'], () => [{ kind: 'null' }, 'null']],
  [lib, 'has_flag', ['value', 'name'], () => [{ kind: 'flags', names: [], rest: [] }, 'x']],
  [lib, 'kind_of', ['value'], () => ['x']],
  [lib, 'number_of', ['value'], () => [1]],
];

/** Of these the promise alone says what is wrong, when it is iterated over. */
const iterated = [
  [soon, 'connections', ['listener', 'options'], () => [listener(), { signal: AbortSignal.abort(), ref: true }]],
  [soon, 'frames', ['fd', 'options'], () => [one(), { ...stream, cap: 8 }]],
  [
    soon,
    'ready_events',
    ['epfd', 'options'],
    () => [epoll(), { maxevents: 1, signal: AbortSignal.abort(), ref: false }],
  ],
].map(([entry, name, parameters, make]) => [
  { [name]: (...args) => first(entry[name](...args)) },
  name,
  parameters,
  make,
]);

function* wrong(parameters, right) {
  for (const [i, parameter] of parameters.entries()) {
    for (const [label, make] of values) {
      const args = right();
      args[i] = make();
      yield [parameter, label, args];
    }
    for (const key of ['options', 'definition'].includes(parameter) ? Object.keys(right()[i]) : []) {
      for (const [label, make] of values) {
        if (label === 'undefined') continue;
        const args = right();
        args[i] = { ...args[i], [key]: make() };
        yield [`(?:${parameter}\\.)?${key}`, label, args];
      }
    }
  }
}

/** Functions that share their messages, and what a rule is told of by itself. */
const called = { strace_stream: 'strace', frames: '(?:frames|recv_frame)' };
const fields = { msg: 'msg|msg_iov', options: 'options|filter' };
const meant = /^(trace: invalid system call|inject: .*: it must begin with|this is not a typed array)/;

const faults = new Map();
const silent = [];
for (const [entry, name, parameters, right, undo = () => {}] of [...subjects, ...learnt, ...iterated]) {
  if (process.argv[2] !== undefined && !name.match(process.argv[2])) continue;
  for (const [parameter, label, args] of wrong(parameters, right)) {
    try {
      const made = entry[name](...args);
      // What waits is taken: the close below ends it.
      undo(
        await (entry === lib || entry === observe
          ? made
          : Promise.race([made, new Promise((over) => setTimeout(over, 5))])),
      );
      silent.push(`${name} ${parameter} ${label}`);
    } catch (error) {
      const named = new RegExp(
        `^${called[name] ?? name}: (?:each \\w+ of )?(?:${fields[parameter] ?? parameter})\\b`,
      ).test(error?.message);
      if (
        error instanceof Own ||
        error?.name === 'NothingToJudge' ||
        meant.test(error?.message) ||
        ((error instanceof TypeError || error instanceof RangeError) && named)
      )
        continue;
      const key = `${name}(${parameter}): ${error?.name}: ${error?.message}`;
      faults.set(key, [...(faults.get(key) ?? []), label]);
    } finally {
      for (const fd of opened.splice(0)) if (fd > 2) sys.close(fd);
    }
  }
}
end();
for (const [fault, labels] of faults) console.log([fault, ...labels].join(', '));
if (process.env.SILENT) for (const s of silent) console.error(s);
