// The wrong twin: each thread has a queue of its own, by SO_REUSEPORT, and closes it when it stops. What waits there was established, and the kernel
// gives it to nobody else: it is reset.
//
//   node out/labs/threads/twin.js THREADS
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
  SO_REUSEPORT,
  SOCK_STREAM,
  SOL_SOCKET,
  type SockAddr,
  send_all,
  setsockopt,
  shutdown,
  sockaddr_in,
  socket,
  TCP_INFO,
  unwrap,
} from 'sys-socket';

if (isMainThread) main(Number(process.argv[2]));
else work(workerData.listener, workerData.number);

/** A listener of the port, beside the others. */
function queue(address: SockAddr): Fd {
  const listener = unwrap(socket(AF_INET, SOCK_STREAM, 0));
  unwrap(setsockopt(listener, SOL_SOCKET, SO_REUSEPORT, 1));
  unwrap(bind(listener, address));
  unwrap(listen(listener, 128));
  return listener;
}

function main(threads: number): void {
  const first = queue(sockaddr_in('127.0.0.1', 0));
  const address = unwrap(getsockname(first));
  const listeners = [first, ...Array.from({ length: threads - 1 }, () => queue(address))];
  console.log(`listening on ${address}`);
  const open = new Set(listeners);
  process.once('SIGTERM', () => {
    for (const listener of open) shutdown(listener, SHUT_RD);
  });
  for (const [i, listener] of listeners.entries()) {
    const thread = new Worker(fileURLToPath(import.meta.url), { workerData: { listener, number: i + 1 } });
    thread.on('message', (waiting) => {
      open.delete(listener);
      unwrap(close(listener));
      console.log(`stopped with ${waiting} waiting`);
    });
    thread.on('exit', () => {
      if (open.delete(listener)) close(listener);
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
