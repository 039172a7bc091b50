// Peers that do what no peer should, all at once, again and again until stdin ends: node hostile-peers.mjs PORT COUNT. It says `attacking` when
// each has begun, and at the end, as JSON, how many turns each kind had, and how many of those that only half-close were answered wrongly.
import { setImmediate as next_turn } from 'node:timers/promises';
import * as sys from '../../dist/index.js';

const [port, count] = process.argv.slice(2).map(Number);
const server = sys.sockaddr_in('127.0.0.1', port);
const frame = Buffer.concat([sys.frame_header(12), Buffer.from('HELLO-WORLD!')]);
const room = Buffer.alloc(65_536);
const turns = { drip: 0, stall: 0, reset: 0, lie: 0, promise: 0, half_close: 0, deaf: 0, wrong: 0 };

/** Its end is a reset, which leaves no port in TIME_WAIT. */
function dial() {
  const fd = sys.unwrap(sys.socket(sys.AF_INET, sys.SOCK_STREAM, 0));
  sys.unwrap(sys.setsockopt(fd, sys.SOL_SOCKET, sys.SO_LINGER, { l_onoff: 1, l_linger: 0 }));
  sys.unwrap(sys.connect(fd, server));
  return fd;
}

const say = (fd, bytes) => sys.send(fd, bytes, sys.MSG_NOSIGNAL | sys.MSG_DONTWAIT);
const hear = (fd) => sys.recv(fd, room, sys.MSG_DONTWAIT);
const waits = (result) => !result.ok && result.error.code === 'EAGAIN';

/** Each is a generator: a turn ends at a yield, and the peer with the function. */
const kinds = {
  /** A byte at a time of a frame that is never whole. */
  *drip(fd) {
    say(fd, sys.frame_header(1 << 19));
    while (say(fd, Buffer.of(0x78)).ok) yield;
  },
  *stall(fd) {
    say(fd, frame.subarray(0, 2));
    while (waits(hear(fd))) yield;
  },
  /** Leaves after each number of bytes of a frame. */
  *reset(fd, i) {
    say(fd, frame.subarray(0, i % frame.length));
    yield;
  },
  /** A length over the cap. */
  *lie(fd, i) {
    say(fd, Buffer.concat([sys.frame_header((1 << 20) + 1 + (i % 2 === 0 ? 0 : 4_000_000_000 - (1 << 20))), frame]));
    while (waits(hear(fd))) yield;
  },
  /** More bytes than ever come. */
  *promise(fd) {
    say(fd, Buffer.concat([sys.frame_header(1 << 20), frame]));
    sys.shutdown(fd, sys.SHUT_WR);
    while (waits(hear(fd))) yield;
  },
  /** Is in the right: it has no more to say, and hears the answer. */
  *half_close(fd) {
    say(fd, frame);
    sys.shutdown(fd, sys.SHUT_WR);
    const heard = [];
    for (;;) {
      const got = hear(fd);
      if (waits(got)) yield;
      else if (!got.ok || got.value === 0) break;
      else heard.push(Buffer.from(room.subarray(0, got.value)));
    }
    if (!Buffer.concat(heard).equals(frame)) turns.wrong += 1;
  },
  /** Asks and asks, and takes no answer. */
  *deaf(fd) {
    const many = Buffer.concat(Array(100).fill(frame));
    for (let got = say(fd, many); got.ok || waits(got); got = say(fd, many)) yield;
  },
};

function* peer(kind, i) {
  for (;;) {
    const fd = dial();
    yield* kinds[kind](fd, i++);
    sys.close(fd);
    yield;
  }
}

let told = false;
process.stdin.on('end', () => {
  told = true;
});
process.stdin.resume();

const names = Object.keys(kinds);
const peers = Array.from({ length: count }, (_, i) => ({ kind: names[i % names.length], steps: null, i }));
for (let begun = false; !told; begun = true) {
  for (const one of peers) {
    one.steps ??= peer(one.kind, one.i);
    one.steps.next();
    turns[one.kind] += 1;
  }
  if (!begun) process.stdout.write('attacking\n');
  await next_turn();
}
process.stdout.write(JSON.stringify(turns));
