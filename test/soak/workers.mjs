// node --expose-gc workers.mjs COUNT: so many threads that load the package and end, four at a time, one of each kind; prints what is left after each tenth
// of them, a line of JSON each.

import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';
import * as sys from '../../dist/index.js';
import * as soon from '../../dist/promises/index.js';
import { left } from './measure.mjs';

const { unwrap } = sys;

/** What a thread does until it is ended: it tells its id, and the descriptors that outlast it. */
const kinds = {
  calls() {
    const [a, b] = pair();
    unwrap(sys.send_frame(a, new Uint8Array(100)));
    unwrap(sys.recv_frame(b));
    for (const fd of [a, b]) unwrap(sys.close(fd));
    tell([]);
  },
  // It ends by itself when it is told.
  'calls, and ends': () => kinds.calls(),
  'waits on the event loop'() {
    const [a, b] = pair();
    const epfd = unwrap(sys.epoll_create1(0));
    unwrap(sys.epoll_ctl(epfd, sys.EPOLL_CTL_ADD, a, { events: sys.EPOLLIN }));
    unwrap(soon.on_ready(epfd, () => {}));
    soon.readable(b);
    soon.recv(b, new Uint8Array(1), 0, { timeout: 3_600_000, signal: new AbortController().signal });
    tell([a, b, epfd]);
  },
  'blocks in recv'() {
    const [a, b] = pair();
    tell([a, b]);
    sys.recv(b, new Uint8Array(1));
  },
};

const pair = () => unwrap(sys.socketpair(sys.AF_UNIX, sys.SOCK_STREAM, 0));
const tell = (fds) => parentPort.postMessage({ tid: sys.gettid(), fds });

const recvfrom = process.arch === 'x64' ? '45' : '207';
const receives = (tid) => readFileSync(`/proc/self/task/${tid}/syscall`, 'utf8').split(' ')[0] === recvfrom;

async function one(kind) {
  const worker = new Worker(new URL(import.meta.url), { workerData: kind });
  const ended = once(worker, 'exit');
  const [{ tid, fds }] = await once(worker, 'message');
  if (kind === 'blocks in recv') while (!receives(tid)) await sleep(1);
  if (kind === 'calls, and ends') worker.postMessage('end');
  else await worker.terminate();
  await ended;
  for (const fd of fds) unwrap(sys.close(fd));
}

if (isMainThread) {
  const count = Number(process.argv[2]);
  for (let i = 0; i < count; i += 4) {
    if (i % Math.max(4, count / 10) === 0) console.log(JSON.stringify({ done: i, ...(await left()) }));
    await Promise.all(Object.keys(kinds).map(one));
  }
  console.log(JSON.stringify({ done: count, ...(await left()) }));
} else {
  parentPort.on('message', () => parentPort.close());
  kinds[workerData]();
}
