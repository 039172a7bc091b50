// The worker that writes into memory which calls of another thread are reading: as fast as it can, and only while it is told to.

import { parentPort, workerData } from 'node:worker_threads';
import { control, places, values } from './rewritten.mjs';

const { state, memory } = workerData;
const words = { 1: new Uint8Array(memory), 2: new Uint16Array(memory), 4: new Uint32Array(memory) };

parentPort.postMessage('ready');
for (let at = 0, value = 0; ; ) {
  Atomics.wait(state, control.runs, 0);
  const used = Atomics.load(state, control.used);
  for (let i = 0; i < 256 && used > 0; i++) {
    // Every place once in 2^20 steps, in no order.
    at = (at * 5 + 13) % places;
    value = (value + 1) % values.length;
    const size = 1 << (at % 3);
    words[size][Math.trunc((at % used) / size)] = values[value];
  }
  if (used > 0) Atomics.add(state, control.turns, 1);
}
