// One connection, and so many writers who send at the same time: threads, each of which sends its lines, a line of 1000 bytes in one
// send(2) that blocks. Segment and send buffer are small, so that the buffer is often full in the middle of a line.
//
//   node out/labs/lines/writers.js PORT WRITERS LINES
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { isMainThread, Worker, workerData } from 'node:worker_threads';
import {
  AF_INET,
  close,
  connect,
  type Fd,
  IPPROTO_TCP,
  MSG_NOSIGNAL,
  SO_SNDBUF,
  SOCK_STREAM,
  SOL_SOCKET,
  send,
  setsockopt,
  sockaddr_in,
  socket,
  TCP_MAXSEG,
  unwrap,
} from 'sys-socket';

interface Writer {
  readonly fd: Fd;
  readonly names: readonly string[];
  readonly lines: number;
  /** How many writers have come, and how many there are. */
  readonly gate: Int32Array;
}

if (isMainThread) await start();
else write(workerData);

async function start(): Promise<void> {
  const [port = 0, writers = 0, lines = 0] = process.argv.slice(2).map(Number);
  const fd = unwrap(socket(AF_INET, SOCK_STREAM, 0));
  unwrap(setsockopt(fd, SOL_SOCKET, SO_SNDBUF, 4608)); // the least that the kernel takes, socket(7)
  unwrap(setsockopt(fd, IPPROTO_TCP, TCP_MAXSEG, 536)); // a line is not a segment
  unwrap(connect(fd, sockaddr_in('127.0.0.1', port)));
  const names = ['A', 'B'];
  const work = writers === 1 ? [names] : names.map((name) => [name]);
  const gate = new Int32Array(new SharedArrayBuffer(8));
  gate[1] = work.length;
  const threads = work.map((names) => {
    const workerData: Writer = { fd, names, lines, gate };
    return new Worker(fileURLToPath(import.meta.url), { workerData });
  });
  await Promise.all(threads.map((thread) => once(thread, 'exit')));
  unwrap(close(fd));
}

function write({ fd, names, lines, gate }: Writer): void {
  const own = names.map((name) => Buffer.from(`${name.repeat(999)}\n`));
  wait_for_all(gate);
  for (let i = 0; i < lines; i += 1) {
    for (const line of own) unwrap(send(fd, line, MSG_NOSIGNAL)); // it returns 1000, when all of it is in the buffer
  }
}

/** The writers begin together: one that begins alone can be done before the other has come. */
function wait_for_all(gate: Int32Array): void {
  const all = Atomics.load(gate, 1);
  let come = Atomics.add(gate, 0, 1) + 1;
  if (come === all) Atomics.notify(gate, 0);
  for (; come < all; come = Atomics.load(gate, 0)) Atomics.wait(gate, 0, come);
}
