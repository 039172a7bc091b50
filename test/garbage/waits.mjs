// What ten thousand waits that end in each way leave, once what is garbage has been collected, after ten thousand that came before: as JSON.
//
//   node --expose-gc --no-concurrent-recompilation test/garbage/waits.mjs
import { setMaxListeners } from 'node:events';
import { AF_UNIX, recv, SOCK_STREAM, send, socketpair, unwrap } from 'sys-socket';
import { readable } from 'sys-socket/promises';
import { open_files } from '../support/open-files.mjs';

const count = 10_000;
/** Waits at a time. */
const together = 100;

const [a, b] = unwrap(socketpair(AF_UNIX, SOCK_STREAM, 0));
const byte = new Uint8Array(1);
const { signal } = new AbortController();
setMaxListeners(0, signal); // no warning

const ways = {
  // What is kept for a signal that outlives the waits would stay.
  async settled(waits) {
    const all = waits(() => readable(b, { signal, timeout: 3_600_000 }));
    unwrap(send(a, byte));
    const ends = await Promise.all(all);
    unwrap(recv(b, byte));
    return ends.every(({ ok }) => ok);
  },
  async aborted(waits) {
    const controller = new AbortController();
    setMaxListeners(0, controller.signal);
    const all = waits(() => readable(b, { signal: controller.signal }));
    controller.abort();
    return (await Promise.all(all)).every(({ error }) => error?.code === 'ABORT_ERR');
  },
  async 'timed out'(waits) {
    const all = waits(() => readable(b, { signal, timeout: 1 }));
    return (await Promise.all(all)).every(({ error }) => error?.code === 'ETIMEDOUT');
  },
};

async function left() {
  // What a finalizer lets go of is collected by the next.
  for (let i = 0; i < 3; ++i) {
    globalThis.gc();
    await new Promise(setImmediate);
  }
  return { bytes: process.memoryUsage().heapUsed, descriptors: open_files().size };
}

async function ten_thousand(way) {
  for (let i = 0; i < count; i += together) {
    const as_said = await ways[way]((wait) => Array.from({ length: together }, wait));
    if (!as_said) throw new Error(`${way}: not what was expected`);
  }
}

for (const way of Object.keys(ways)) await ten_thousand(way);
const report = {};
for (const way of Object.keys(ways)) {
  const rounds = [];
  for (let n = 0; n < 2; ++n) {
    const before = await left();
    await ten_thousand(way);
    const after = await left();
    rounds.push({ bytes: after.bytes - before.bytes, descriptors: after.descriptors - before.descriptors });
  }
  // What stays of a wait is there in each round; what V8 makes for itself is not.
  report[way] = rounds.sort((one, other) => one.bytes - other.bytes)[0];
}
console.log(JSON.stringify(report));
