// A server with blocking calls in threads: a thread for each connection, a pool that accepts from one queue, or a pool with a queue for each thread.
//
//   node threads.ts per-connection [PORT]           a thread for each connection
//   node threads.ts accept-pool [PORT [THREADS]]    a pool of threads that accept from one queue
//   node threads.ts reuseport [PORT [THREADS]]      a pool of threads with a queue for each: SO_REUSEPORT
//
// Each frame is sent back after the number of its thread. A pool serves as many connections at a time as it has threads, and the next connection
// waits in a queue. A shared queue goes to the first free thread. With separate queues the connection waits for one thread, which the kernel
// chose by a hash of the addresses when the SYN came. labs/threads shows how the connections are distributed, and what is lost with a queue.
//
// Descriptors belong to the process, so a thread needs only the number. shutdown(2) of the socket ends the calls of threads that wait on it.
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { isMainThread, threadId, Worker, workerData } from 'node:worker_threads';
import {
  AF_INET,
  accept4,
  bind,
  close,
  type Fd,
  getsockname,
  listen,
  recv_frame,
  SHUT_RD,
  SO_REUSEADDR,
  SO_REUSEPORT,
  SOCK_CLOEXEC,
  SOCK_NONBLOCK,
  SOCK_STREAM,
  SOL_SOCKET,
  type SockAddr,
  send_frame,
  setsockopt,
  shutdown,
  sockaddr_in,
  socket,
  unwrap,
} from 'sys-socket';
import { connections } from 'sys-socket/promises';

/** The task of a thread: a connection to serve, or a listener to accept from. */
type Task = { readonly conn: Fd } | { readonly listener: Fd };

const [way, port = '9000', count = '4'] = process.argv.slice(2);

if (!isMainThread) work(workerData);
else if (way === 'per-connection') await per_connection();
else if (way === 'accept-pool') await accept_pool();
else if (way === 'reuseport') await reuseport();
else throw new Error('per-connection, accept-pool or reuseport');

async function per_connection(): Promise<void> {
  const listener = bound(sockaddr_in('127.0.0.1', Number(port)), SO_REUSEADDR, SOCK_NONBLOCK);
  listening([listener]);
  for await (const conn of connections(listener, { flags: SOCK_CLOEXEC })) {
    if (conn.ok) start({ conn: conn.value });
    else if (conn.error.code !== 'EINVAL') console.error(`accept: ${conn.error.message}`); // EINVAL: it was shut down
  }
  close(listener);
}

async function accept_pool(): Promise<void> {
  const listener = bound(sockaddr_in('127.0.0.1', Number(port)), SO_REUSEADDR);
  listening([listener]);
  await pool(Array.from({ length: Number(count) }, () => listener));
}

/** All sockets of a port must belong to one user and have the option before bind(2). If the port is 0, the kernel chooses it for the first socket. */
async function reuseport(): Promise<void> {
  const first = bound(sockaddr_in('127.0.0.1', Number(port)), SO_REUSEPORT);
  const address = unwrap(getsockname(first));
  const others = Array.from({ length: Number(count) - 1 }, () => bound(address, SO_REUSEPORT));
  listening([first, ...others]);
  await pool([first, ...others]);
}

/** A socket that is bound to the address. */
function bound(address: SockAddr, option: typeof SO_REUSEADDR | typeof SO_REUSEPORT, flags = 0): Fd {
  const fd = unwrap(socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC | flags, 0));
  unwrap(setsockopt(fd, SOL_SOCKET, option, 1));
  unwrap(bind(fd, address));
  return fd;
}

/** Accepts clients from now on, until SIGTERM. */
function listening(listeners: readonly [Fd, ...Fd[]]): void {
  for (const fd of listeners) unwrap(listen(fd, 128));
  console.log(`listening on ${unwrap(getsockname(listeners[0]))}`);
  process.once('SIGTERM', () => {
    for (const fd of listeners) shutdown(fd, SHUT_RD); // accept4 then returns EINVAL
  });
}

/** Runs a thread for each of these listeners, until the last thread has ended. */
async function pool(listeners: readonly Fd[]): Promise<void> {
  await Promise.all(listeners.map((listener) => once(start({ listener }), 'exit')));
  for (const fd of new Set(listeners)) close(fd);
}

function start(task: Task): Worker {
  return new Worker(fileURLToPath(import.meta.url), { workerData: task });
}

function work(task: Task): void {
  if ('conn' in task) serve(task.conn);
  else accept_from(task.listener);
}

function accept_from(listener: Fd): void {
  for (;;) {
    const conn = accept4(listener, null, SOCK_CLOEXEC);
    if (conn.ok) serve(conn.value);
    else if (conn.error.code === 'EINVAL')
      return; // it was shut down
    else if (conn.error.code !== 'ECONNABORTED') unwrap(conn);
  }
}

/** Serves one connection until its end. */
function serve(conn: Fd): void {
  for (;;) {
    const frame = recv_frame(conn);
    if (!frame.ok) break;
    if (!send_frame(conn, Buffer.concat([Buffer.from(`${threadId} `), frame.value])).ok) break;
  }
  close(conn);
}
