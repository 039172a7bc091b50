// The loops of bench/floor's `pair` and `eagain` through this package, or through its native table alone.
//
//   node out/bench/subjects/calls.js pair|eagain package|native ITERATIONS
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { AF_UNIX, EAGAIN, MSG_DONTWAIT, MSG_NOSIGNAL, recv, SOCK_STREAM, send, socketpair, unwrap } from 'sys-socket';
import type { Native } from '../../src/native.js';
import { take_turns } from './kit.js';

const [what = '', through = '', iterations = ''] = process.argv.slice(2);
const count = Number(iterations);

const native: Native = createRequire(import.meta.url)(
  fileURLToPath(new URL('../../../build/Release/sys_socket.node', import.meta.url)),
);
const [left, right] = unwrap(socketpair(AF_UNIX, SOCK_STREAM, 0));
const message = new Uint8Array(64);
const buffer = new Uint8Array(message.length);

const loops: Record<string, (count: number) => void> = {
  'pair package': (count) => {
    for (let i = 0; i < count; i++) {
      const sent = send(left, message, MSG_NOSIGNAL);
      if (!sent.ok || sent.value !== message.length) throw new Error('send');
      const received = recv(right, buffer, 0);
      if (!received.ok || received.value !== message.length) throw new Error('recv');
    }
  },
  'pair native': (count) => {
    for (let i = 0; i < count; i++) {
      if (native.send(left, message, MSG_NOSIGNAL) !== message.length) throw new Error('send');
      if (native.recv(right, buffer, 0) !== message.length) throw new Error('recv');
    }
  },
  'eagain package': (count) => {
    for (let i = 0; i < count; i++) {
      const received = recv(left, buffer, MSG_DONTWAIT);
      if (received.ok || received.error.code !== 'EAGAIN') throw new Error('recv');
    }
  },
  'eagain native': (count) => {
    for (let i = 0; i < count; i++) {
      if (native.recv(left, buffer, MSG_DONTWAIT) !== -EAGAIN) throw new Error('recv');
    }
  },
};

const loop = loops[`${what} ${through}`];
if (loop === undefined || !(count > 0)) throw new Error('usage: calls.js pair|eagain package|native ITERATIONS');

for (let run = 0; run < 10; run++) loop(count); // until it runs as compiled code
take_turns(() => {
  const start = performance.now();
  loop(count);
  const elapsed = performance.now() - start;
  return { case: what, through, iterations: count, ns: (elapsed * 1e6) / count };
});
