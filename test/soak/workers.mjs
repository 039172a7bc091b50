// node --expose-gc workers.mjs COUNT: so many threads that load the package, make a call and end, four at a time, every second one by terminate();
// prints what is left after each tenth of them, a line of JSON each.

import { once } from 'node:events';
import { isMainThread, parentPort, Worker } from 'node:worker_threads';
import { left } from './measure.mjs';

if (isMainThread) {
  const count = Number(process.argv[2]);
  for (let i = 0; i < count; i += 4) {
    if (i % (count / 10) === 0) console.log(JSON.stringify({ done: i, ...(await left()) }));
    await Promise.all(
      [0, 1, 2, 3].map(async (k) => {
        const worker = new Worker(new URL(import.meta.url));
        const ended = once(worker, 'exit');
        await once(worker, 'message');
        if ((i + k) % 2 === 0) await worker.terminate();
        else worker.postMessage('end');
        await ended;
      }),
    );
  }
  console.log(JSON.stringify({ done: count, ...(await left()) }));
} else {
  const { AF_UNIX, close, recv_frame, send_frame, SOCK_STREAM, socketpair, unwrap } = await import(
    '../../dist/index.js'
  );
  const [a, b] = unwrap(socketpair(AF_UNIX, SOCK_STREAM, 0));
  unwrap(send_frame(a, new Uint8Array(100)));
  unwrap(recv_frame(b));
  unwrap(close(a));
  unwrap(close(b));
  parentPort.on('message', () => parentPort.close());
  parentPort.postMessage('ready');
}
