// A send and a recv of 64 B with this package, with different parts of sys-socket/observe in use.
//
//   node out/bench/subjects/observed.js plain|off|trace|faults ITERATIONS
import { AF_UNIX, MSG_NOSIGNAL, recv, SOCK_STREAM, send, socketpair, unwrap } from 'sys-socket';
import { take_turns } from './kit.js';

const [what = '', iterations = ''] = process.argv.slice(2);
const count = Number(iterations);

/** A fault that fires only at the first call, which is in the warm-up. From then on it is checked and never fires. */
const never = 'sendto,recvfrom:delay_enter=0:when=1';

const modes: Record<string, () => Promise<unknown>> = {
  plain: async () => undefined,
  off: () => import('sys-socket/observe'),
  trace: async () => (await import('sys-socket/observe')).trace(() => undefined),
  faults: async () => (await import('sys-socket/observe')).inject(never),
};
const mode = modes[what];
if (mode === undefined || !(count > 0)) throw new Error('usage: observed.js plain|off|trace|faults ITERATIONS');

const [left, right] = unwrap(socketpair(AF_UNIX, SOCK_STREAM, 0));
const message = new Uint8Array(64);
const buffer = new Uint8Array(message.length);

function loop(): void {
  for (let i = 0; i < count; i++) {
    const sent = send(left, message, MSG_NOSIGNAL);
    if (!sent.ok || sent.value !== message.length) throw new Error('send');
    const received = recv(right, buffer, 0);
    if (!received.ok || received.value !== message.length) throw new Error('recv');
  }
}

await mode();
for (let run = 0; run < 10; run++) loop(); // until it runs as compiled code
take_turns(() => {
  const start = performance.now();
  loop();
  const elapsed = performance.now() - start;
  return { case: 'observed', mode: what, iterations: count, ns: (elapsed * 1e6) / count };
});
