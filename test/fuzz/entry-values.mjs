// What the functions of the other entries might be given, right or nearly right.

import { Server, Socket } from 'node:net';
import * as sys from '../../dist/index.js';
import * as promises from '../../dist/promises/index.js';
import { hostile, numbers } from './hostile.mjs';
import { client, given, program } from './peers.mjs';
import { plausible } from './plausible.mjs';
import { addresses, fds } from './sockets.mjs';
import { lines, trace } from './traces.mjs';

/** @typedef {import('./random.mjs').Random} Random */

const some = (random, ...values) => random.pick([undefined, ...values]);

/** An epoll set in which some descriptors are. */
function epfd(random) {
  const made = sys.unwrap(sys.epoll_create1(0));
  for (let i = random.below(3); i > 0; i--) {
    sys.epoll_ctl(made, sys.EPOLL_CTL_ADD, random.pick(fds), { events: sys.EPOLLIN | sys.EPOLLOUT });
  }
  return random.once_in(6) ? random.pick(fds) : made;
}

/** A signal that is aborted before, during or never. What waits without an end ends when its descriptor is closed. */
function signal(random) {
  const controller = new AbortController();
  if (random.once_in(3)) queueMicrotask(() => controller.abort());
  else if (random.once_in(2)) setImmediate(() => controller.abort());
  return random.pick([undefined, undefined, AbortSignal.abort(), controller.signal, {}, null]);
}

function patience(random) {
  return {
    signal: signal(random),
    timeout: random.pick([undefined, 0, 0, 1, Infinity, -1, Number.NaN, '1', 2 ** 40]),
    ref: some(random, true, false, 0),
    flags: some(random, 0, sys.MSG_PEEK, sys.MSG_TRUNC, random.pick(numbers)),
    deadline: some(random, 0, 1, -1, sys.deadline_in(1), {}),
    on_interrupt: some(random, 'retry', 'return', 1),
    cap: some(random, 0, 1, 4096, -1, 2 ** 33),
    msg_controllen: some(random, 0, 24, 64, -1),
    maxevents: some(random, 1, 4, 0, -1, 2 ** 40),
    allowHalfOpen: some(random, true, false),
  };
}

const filters = [
  'all',
  '%network',
  'sendto,recvfrom',
  '!close',
  '%network,!getsockopt',
  '%',
  ',',
  'none',
  'no_such_call',
];
/** No signal, no delay, and no descriptor but one that nobody has: this process goes on. No error for ever: what retries would too. */
const rules = [
  ...[
    'recvfrom:error=EINTR:when=1+2',
    'sendto:short=3',
    'recvfrom:eof:when=2',
    'sendmsg:error=EPIPE',
    'close:error=EIO',
  ],
  ...[
    'socket:error=EMFILE',
    'accept4:retval=901:when=1',
    'getsockopt:error=1:when=1..2',
    '%network:error=EAGAIN:when=3',
  ],
  ...[
    'recvfrom:retval=9007199254740991:when=1',
    'sendto:retval=4096:when=1',
    'poll:retval=7',
    'recvfrom',
    ':',
    'x:short=0',
  ],
];

const observing = (random) => ({
  filter: some(random, ...filters),
  strings: some(random, 0, 32, 2 ** 31 - 1, -1),
  time: some(random, 't', 'tt', 'ttt', 'r', 'x'),
  duration: some(random, true, 1),
  thread: some(random, true, false),
  fds: some(random, 'y', 'yy', 'yyy'),
  where: some(random, true, false),
  align: some(random, 0, 40, 1000, -1),
});

const sink = (random) =>
  random.pick([() => {}, (event) => event.line, { exit() {}, enter() {} }, {}, random.pick(fds)]);

const rows = (random) => random.pick([[], [['a', 'b']], [['a']], ['ab']]);
const evidence = (random) => random.pick([['a', 'b'], { rows: rows(random) }, ['a'], {}]);

/** What one function takes, of those that call it the same. */
const particular = {
  'promises.to_net': { options: (random) => some(random, { allowHalfOpen: random.once_in(2) }, { allowHalfOpen: 1 }) },
  'learn.wrong': { evidence },
  'new learn.peer.Peer': { socket: () => new Socket() },
};

const pieces = (random) =>
  Array.from({ length: random.below(4) }, () =>
    random.pick(['HEL', 'EINTR', 0, new Uint8Array(5), Buffer.from('x'), 7]),
  );

const script = (random) =>
  random.once_in(2)
    ? pieces(random)
    : {
        comes: pieces(random),
        takes: some(random, [1, 2, 'EAGAIN'], [random.pick(numbers)]),
        answers: some(random, { poll: [0, 'EINTR', 1] }, { close: [0] }, { no_such_call: [1] }, { recv: ['x'] }),
        calls: some(random, 0, 9, 100),
        time: some(
          random,
          {},
          { every: 5, call: 1 },
          { connects: { after: 2, refused: 'ECONNREFUSED' } },
          { every: -1 },
        ),
      };

const runs = [
  (fd) => sys.recv(fd ?? -1, new Uint8Array(8), sys.MSG_DONTWAIT),
  (fd) => [sys.send(fd ?? -1, Buffer.from('HELLO'), sys.MSG_DONTWAIT), sys.close(-1)],
  async (fd) => sys.recv_exact(fd ?? -1, new Uint8Array(11), { deadline: 0 }),
  (fd) => fd !== undefined && sys.recvmsg(fd, { msg_iov: [new Uint8Array(2), new Uint8Array(3)], msg_controllen: 64 }),
  () => {
    throw new Error('of the one who plays');
  },
];

/** Sockets of Node's, open and not. They are closed by what is called with them, or after it. */
function node_socket(random) {
  if (random.once_in(3)) return random.pick([new Socket(), new Server(), {}]);
  const made = promises.to_net(random.pick(fds));
  if (made.ok) given.add(made.value);
  return made.ok ? made.value : new Socket();
}

const value = (random) =>
  random.pick([
    null,
    1,
    -1n,
    'x',
    [],
    [1, 2],
    { kind: 'flags', names: ['x'], rest: [1, 2n] },
    { kind: 'null' },
    { kind: 'bits' },
  ]);

const by_parameter = {
  promises: {
    options: patience,
    events: (random) => random.below(0x100),
    flags: (random) => random.pick([0, 0, undefined, sys.MSG_PEEK, random.pick(numbers)]),
    epfd,
    callback: () => () => {},
    socket: node_socket,
    src_addr: (random) => random.pick([undefined, null, random.pick(addresses)]),
    msg: (random) => ({ msg_iov: [new Uint8Array(random.below(64))], msg_controllen: some(random, 0, 64) }),
    from: (random) => (random.once_in(2) ? random.pick(fds) : new sys.FrameReader(random.pick(fds))),
    hints: (random) => some(random, null, { ai_flags: sys.AI_NUMERICHOST, ai_socktype: sys.SOCK_STREAM }),
  },
  observe: {
    options: observing,
    sink,
    rules: (random) => (random.once_in(3) ? random.pick(rules) : [random.pick(rules), random.pick(rules)]),
  },
  strace: {
    trace,
    value,
    kind: (random) => random.pick(['flags', 'null', 'string', '']),
    name: (random) => random.pick(['x', 'strace', '']),
    calls: (random) => random.pick([['close'], ['socket(_) = 3', /close/], [], [1]]),
    program: () => 'true',
    args: (random) => some(random, [], ['a'], [1]),
    options: (random) => ({
      ...observing(random),
      ...{ stacks: some(random, true, 1), exactly: some(random, true), receives: some(random, true) },
      ...{
        header: some(random, 1, 4, 8, 9),
        trace: some(random, 'close', 1),
        signal: signal(random),
        timeout: some(random, 1),
      },
    }),
  },
  learn: {
    script,
    run: (random) => random.pick(runs),
    evidence: rows,
    diagnosis: () => 'x',
    definition: (random) => ({
      ...{ section: '0.5', minutes: 1, pages: some(random, ['recv(2)'], 'x') ?? [], judge: () => {} },
      ...{ lab: some(random, 'short', 1), forbids: some(random, ['recv_exact'], [1]) },
    }),
    guessed: (random) => random.pick([[1], ['a _', 'b'], [undefined]]),
    measured: (random) => random.pick([[1], ['a b', 'c'], []]),
    alike: (random) => random.pick([undefined, Object.is, hostile(random)]),
    pattern: (random) => random.pick(['_', 'a _ b', '(', '']),
    text: (random) => lines(random).join(' '),
    name: (random) => random.pick(['closes_every_socket', 'retries_on_eintr', 'x']),
    calls: (random) => random.pick([[], lines(random), [{ name: 'close', args: [3], line: 'close(3) = 0' }]]),
    most: (random) => random.pick([undefined, 0, 24, random.pick(numbers)]),
    depth: (random) => random.below(4),
    value: (random) => (random.once_in(2) ? value(random) : hostile(random)),
    program,
    peer: client,
    pieces: (random) => Array.from({ length: random.below(3) }, () => new Uint8Array(random.below(9))),
  },
};

/**
 * @param {import('./subjects.mjs').Subject} subject
 * @param {string} parameter
 * @param {Random} random
 */
export function plausible_here(subject, parameter, random) {
  const make = particular[subject.name]?.[parameter] ?? by_parameter[subject.entry]?.[parameter];
  return make === undefined || random.once_in(10) ? plausible(subject, parameter, random) : make(random);
}
