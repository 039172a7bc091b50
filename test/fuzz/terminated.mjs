// The worker of terminate.mjs: calls one function after another, in an order of its own, until it is terminated.

import { parentPort, workerData } from 'node:worker_threads';
import { Own } from './hostile.mjs';
import { Random } from './random.mjs';
import { fuzz } from './run.mjs';
import { renew } from './sockets.mjs';
import { subjects } from './subjects.mjs';

const { seed, called } = workerData;
const random = new Random(seed);

process.on('uncaughtException', (thrown) => {
  if (!(thrown instanceof Own || /^(Class constructors|Constructor \w+) /.test(thrown?.message))) throw thrown;
});
const told = () => Atomics.add(called, 0, 1);
renew();
// Half of the rounds go without the other entries, which put a layer in front of the native table.
const others = random.once_in(2) ? await (await import('./entries.mjs')).entry_subjects() : [];
const all = [...subjects(), ...others];
parentPort.postMessage('ready');
for (;;) {
  const { fault } = await fuzz(random.pick(all), `${seed} ${random.below(1000)}`, 20, told);
  if (fault !== undefined) throw new Error(fault);
}
