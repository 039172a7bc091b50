// Run with: npx sys-socket trace exercises/29-queues.ts
// The listeners belong to the process: one thread makes all of them, and passes the number of one to each worker.
import { once } from 'node:events';
import { isMainThread, Worker, workerData } from 'node:worker_threads';
import {
  AF_INET,
  accept4,
  bind,
  close,
  type Fd,
  getsockname,
  listen,
  MSG_NOSIGNAL,
  POLLIN,
  poll,
  recv,
  SO_REUSEPORT,
  SOCK_CLOEXEC,
  SOCK_NONBLOCK,
  SOCK_STREAM,
  SOL_SOCKET,
  type SockAddr,
  send,
  setsockopt,
  sockaddr_in,
  socket,
  unwrap,
} from 'sys-socket';

if (isMainThread) await main();
else work(workerData.listener, workerData.number);

async function main(): Promise<void> {
  const first = listener_on(sockaddr_in('127.0.0.1', 0));
  const address = unwrap(getsockname(first));
  const listeners = [first, ...[2, 3, 4].map(() => listener_on(address))];
  const threads = listeners.map(
    (listener, i) => new Worker(new URL(import.meta.url), { workerData: { listener, number: i + 1 } }),
  );
  await Promise.all(threads.map((thread) => once(thread, 'online')));
  console.log(`listening on ${address}`);
}

function listener_on(address: SockAddr): Fd {
  const fd = unwrap(socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0));
  unwrap(setsockopt(fd, SOL_SOCKET, SO_REUSEPORT, 1));
  unwrap(bind(fd, address));
  unwrap(listen(fd, 512));
  return fd;
}

/** Answers what has arrived; then it waits, unless it is to stop. */
function work(listener: Fd, number: number): void {
  let stop = false;
  for (;;) {
    const conn = accept4(listener, null, SOCK_CLOEXEC);
    if (conn.ok) stop = answer(conn.value, number) || stop;
    else if (conn.error.code === 'EAGAIN' && stop) break;
    else if (conn.error.code === 'EAGAIN') poll([{ fd: listener, events: POLLIN, revents: 0 }], -1);
  }
  close(listener);
}

function answer(conn: Fd, number: number): boolean {
  const question = Buffer.alloc(1);
  recv(conn, question);
  send(conn, Buffer.from(String(number)), MSG_NOSIGNAL);
  close(conn);
  return question.toString() === '!';
}
