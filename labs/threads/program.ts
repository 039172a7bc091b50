// Threads that accept from one queue: a connection that waits belongs to no thread, and whoever is free takes it. Each connection is told the
// number of its thread, and served until it ends; `q` from it ends the thread too.
//
//   node out/labs/threads/program.js THREADS
import { fileURLToPath } from 'node:url';
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';
import {
  AF_INET,
  accept,
  bind,
  close,
  type Fd,
  getsockname,
  getsockopt,
  IPPROTO_TCP,
  listen,
  recv,
  SHUT_RD,
  SOCK_STREAM,
  send_all,
  shutdown,
  sockaddr_in,
  socket,
  TCP_INFO,
  unwrap,
} from 'sys-socket';

if (isMainThread) main(Number(process.argv[2]));
else work(workerData.listener, workerData.number);

function main(threads: number): void {
  const listener = unwrap(socket(AF_INET, SOCK_STREAM, 0));
  unwrap(bind(listener, sockaddr_in('127.0.0.1', 0)));
  unwrap(listen(listener, 128));
  console.log(`listening on ${unwrap(getsockname(listener))}`);
  process.once('SIGTERM', () => shutdown(listener, SHUT_RD));
  let left = threads;
  for (let number = 1; number <= threads; number += 1) {
    const thread = new Worker(fileURLToPath(import.meta.url), { workerData: { listener, number } });
    thread.on('message', (waiting) => console.log(`stopped with ${waiting} waiting`));
    thread.on('exit', () => {
      left -= 1;
      if (left === 0) close(listener);
    });
  }
}

function work(listener: Fd, number: number): void {
  for (;;) {
    const conn = accept(listener);
    if (!conn.ok && conn.error.code === 'EINVAL') return; // it was shut down: the end
    if (serve(unwrap(conn), number)) break;
  }
  // Of a listener this is how many connections wait in its queue.
  parentPort?.postMessage(unwrap(getsockopt(listener, IPPROTO_TCP, TCP_INFO)).tcpi_unacked);
}

/** Serves one connection to its end, and says whether the thread is to stop. */
function serve(conn: Fd, number: number): boolean {
  unwrap(send_all(conn, Uint8Array.of(number)));
  const room = Buffer.alloc(1);
  const stop = unwrap(recv(conn, room)) === 1 && room.toString() === 'q';
  unwrap(close(conn));
  return stop;
}
