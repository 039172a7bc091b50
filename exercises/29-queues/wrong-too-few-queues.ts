// Run with: npx sys-socket trace exercises/29-queues.ts
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';
import {
  AF_INET,
  accept,
  as_sockaddr_in,
  bind,
  close,
  F_SETFL,
  type Fd,
  fcntl,
  getsockname,
  listen,
  MSG_NOSIGNAL,
  O_NONBLOCK,
  recv,
  SO_REUSEPORT,
  SOCK_STREAM,
  SOL_SOCKET,
  send,
  setsockopt,
  sockaddr_in,
  socket,
  unwrap,
} from 'sys-socket';

const workers = 4;
const backlog = 128;

if (isMainThread) main();
else work(workerData.port, workerData.number);

function main(): void {
  const holder = bound(0); // holds the port, and never listens: it has no queue
  const port = as_sockaddr_in(unwrap(getsockname(holder)))?.sin_port;
  let listening = 0;
  for (let number = 1; number < workers; number++) {
    const worker = new Worker(new URL(import.meta.url), { workerData: { port, number } });
    worker.once('message', () => {
      listening += 1;
      if (listening === workers - 1) console.log(`listening on 127.0.0.1:${port}`);
    });
  }
}

function work(port: number, number: number): void {
  const listener = bound(port);
  unwrap(listen(listener, backlog));
  parentPort?.postMessage('listening');
  for (let stop = false; !stop; ) {
    const conn = accept(listener);
    if (conn.ok) stop = answer(conn.value, number);
  }
  fcntl(listener, F_SETFL, O_NONBLOCK);
  for (;;) {
    const conn = accept(listener);
    if (conn.ok) answer(conn.value, number);
    else if (conn.error.code === 'EAGAIN') break;
  }
  close(listener);
}

/** A socket on this port; with 0 the kernel chooses a port. */
function bound(port: number): Fd {
  const fd = unwrap(socket(AF_INET, SOCK_STREAM, 0));
  unwrap(setsockopt(fd, SOL_SOCKET, SO_REUSEPORT, 1));
  unwrap(bind(fd, sockaddr_in('127.0.0.1', port)));
  return fd;
}

/** Reads a question, and answers with the number of the worker. True if the question asks the worker to stop: `!`. */
function answer(conn: Fd, number: number): boolean {
  const question = Buffer.alloc(1);
  recv(conn, question);
  send(conn, Buffer.from(String(number)), MSG_NOSIGNAL);
  close(conn);
  return question.toString() === '!';
}
