// Ends workers that are blocked, in every way that Node has: node endings.mjs KIND COUNT [FROM]. Or leaves them alone.
// FROM is how many were ended before: their calls and moments are the next ones.
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';
import * as sys from '../../dist/index.js';
import { stuck } from './stuck.mjs';

const byte = new Uint8Array(1);
// Without those that are the same call to the kernel, or nearly.
const { recvfrom, sendto, accept4, 'poll with a timeout': _, ...one_of_each } = stuck(sys);

/** What each worker is blocked in: none of it ever returns by itself. Two dozen, as many as CI ends in each way. */
const calls = [
  ...Object.values(one_of_each),
  () => {
    const [a] = sys.unwrap(sys.socketpair(sys.AF_UNIX, sys.SOCK_STREAM, 0));
    return () => sys.recv_exact(a, new Uint8Array(8));
  },
  () => {
    const [a] = sys.unwrap(sys.socketpair(sys.AF_UNIX, sys.SOCK_STREAM, 0));
    return () => sys.send_all(a, new Uint8Array(10_000_000));
  },
  () => {
    const [a] = sys.unwrap(sys.socketpair(sys.AF_UNIX, sys.SOCK_STREAM, 0));
    return () => sys.recv_frame(a);
  },
  () => {
    const [a] = sys.unwrap(sys.socketpair(sys.AF_UNIX, sys.SOCK_STREAM, 0));
    return () => sys.send_frame(a, new Uint8Array(10_000_000));
  },
  () => {
    const listener = sys.unwrap(sys.socket(sys.AF_INET, sys.SOCK_STREAM, 0));
    sys.unwrap(sys.listen(listener, 1));
    const client = sys.unwrap(sys.socket(sys.AF_INET, sys.SOCK_STREAM, 0));
    sys.unwrap(sys.connect(client, sys.unwrap(sys.getsockname(listener))));
    while (sys.send(client, new Uint8Array(65536), sys.MSG_DONTWAIT).ok);
    sys.unwrap(sys.setsockopt(client, sys.SOL_SOCKET, sys.SO_LINGER, { l_onoff: 1, l_linger: 100_000 }));
    return () => sys.close(client);
  },
];

/** JavaScript that goes on and on calling, blocked or not, as a server does. */
function block(call) {
  const blocked = calls[call % calls.length]();
  parentPort.postMessage('about to block');
  for (;;) blocked();
}

async function blocked_worker(i) {
  const worker = new Worker(new URL(import.meta.url), { workerData: i });
  await once(worker, 'message');
  return worker;
}

const kinds = {
  async terminate(count, from) {
    let ended = 0;
    for (let i = from; i < from + count; i += 4) {
      const four = await Promise.all([0, 1, 2, 3].map((k) => blocked_worker(i + k)));
      // At another moment each time: before the call, while it begins, and long after.
      for (let wait = i % 97; wait > 0; --wait) sys.htons(wait);
      ended += (await Promise.all(four.map((worker) => worker.terminate()))).filter((code) => code === 1).length;
    }
    console.log(ended);
  },
  // While they load the package, or before, or just after: an addon that ends its process then ends this one.
  async load(count, from) {
    let ended = 0;
    for (let i = from; i < from + count; i += 20) {
      const some = Array.from({ length: Math.min(20, from + count - i) }, async (_, k) => {
        const worker = new Worker(new URL(import.meta.url), { workerData: 'load' });
        await sleep(5 + ((i + k) % 26));
        return worker.terminate();
      });
      ended += (await Promise.all(some)).length;
    }
    console.log(ended);
  },
  // What comes to a blocked worker's event loop makes it suspect, and its call goes on.
  async messages(count) {
    const [a, b] = sys.unwrap(sys.socketpair(sys.AF_UNIX, sys.SOCK_STREAM, 0));
    const worker = new Worker(new URL(import.meta.url), { workerData: { fd: a } });
    await once(worker, 'message');
    for (let i = 0; i < count; ++i) {
      worker.postMessage(i);
      await sleep(1 + (i % 40));
    }
    sys.unwrap(sys.send(b, byte, 0));
    const [received] = await once(worker, 'message');
    await worker.terminate();
    console.log(received);
  },
  // How much of a processor the process takes meanwhile, in hundredths, all of whose threads sleep.
  async waiting(count) {
    for (const worker of await workers(count, 0)) worker.postMessage('is read when the call has returned');
    await sleep(100);
    const began = performance.now();
    const before = process.cpuUsage();
    await sleep(1000);
    const { user, system } = process.cpuUsage(before);
    const used = (user + system) / 1000 / (performance.now() - began);
    process.stdout.write(`${Math.round(100 * used)}\n`, () => process.exit(0));
  },
  async exit(count, from) {
    await workers(count, from);
    process.exit(7);
  },
  async uncaught(count, from) {
    await workers(count, from);
    setImmediate(() => {
      throw new Error('uncaught');
    });
  },
  async rejection(count, from) {
    await workers(count, from);
    Promise.reject(new Error('rejection'));
  },
  async unref(count, from) {
    for (const worker of await workers(count, from)) worker.unref();
  },
};

function workers(count, from) {
  return Promise.all(Array.from({ length: count }, (_, i) => blocked_worker(from + i)));
}

/** Is blocked until a byte comes, and says what came. */
function receive(fd) {
  parentPort.postMessage('about to block');
  parentPort.postMessage(sys.recv(fd, byte, 0));
  parentPort.on('message', () => {});
}

if (isMainThread) await kinds[process.argv[2]](Number(process.argv[3]), Number(process.argv[4] ?? 0));
else if (typeof workerData === 'number') block(workerData);
else if (workerData === 'load') parentPort.on('message', () => {});
else receive(workerData.fd);
