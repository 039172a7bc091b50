// Ends workers in the midst of calls that are traced, or under faults, four at a time: node observed-teardown.mjs terminate COUNT, which prints how many
// were ended and how many descriptors are left, or node observed-teardown.mjs exit.
import { once } from 'node:events';
import { openSync } from 'node:fs';
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';
import * as sys from '../../dist/index.js';
import { inject, trace } from '../../dist/observe/index.js';
import { open_files } from '../support/open-files.mjs';

const faults = ['sendto:short=3', 'recvfrom:error=EINTR:when=1+2', 'recvfrom:delay_exit=20us:when=1+3'];
const watches = [
  () => trace(openSync('/dev/null', 'a')),
  () => trace(() => {}),
  () => inject(faults),
  () => inject(faults) && trace(() => {}),
];

/** Waits until all four are there, so that none takes the processor from one that loads; then calls and calls. */
function work({ kind, fds: [a, b], go }) {
  watches[kind]();
  const [bytes, room] = [new Uint8Array(100), new Uint8Array(100)];
  parentPort.postMessage('loaded');
  Atomics.wait(go, 0, 0);
  for (let told = false; ; ) {
    sys.unwrap(sys.send_all(a, bytes));
    sys.unwrap(sys.recv_exact(b, room));
    if (!told) parentPort.postMessage('at work');
    told = true;
  }
}

/** Four workers in the midst of it, one of each kind, and the descriptors that outlast them. */
async function four() {
  const go = new Int32Array(new SharedArrayBuffer(4));
  const begun = watches.map(async (_, kind) => {
    const fds = sys.unwrap(sys.socketpair(sys.AF_UNIX, sys.SOCK_STREAM, 0));
    const worker = new Worker(new URL(import.meta.url), { workerData: { kind, fds, go } });
    await once(worker, 'message');
    return { worker, fds };
  });
  const all = await Promise.all(begun);
  const at_work = all.map(({ worker }) => once(worker, 'message'));
  Atomics.store(go, 0, 1);
  Atomics.notify(go, 0);
  await Promise.all(at_work);
  return all;
}

const ends = {
  async terminate(count) {
    let ended = 0;
    let before;
    for (let i = 0; i < count; i += 4) {
      const all = await four();
      // At another moment each time.
      for (let wait = (i * 7) % 97; wait > 0; --wait) sys.htons(wait);
      for (const code of await Promise.all(all.map(({ worker }) => worker.terminate()))) ended += Number(code === 1);
      for (const { fds } of all) for (const fd of fds) sys.unwrap(sys.close(fd));
      before ??= open_files().size; // after the first four, for which Node opens some for itself
    }
    console.log(ended, open_files().size - before);
  },
  async exit() {
    await four();
    process.exit(7);
  },
};

if (isMainThread) await ends[process.argv[2]](Number(process.argv[3]));
else work(workerData);
