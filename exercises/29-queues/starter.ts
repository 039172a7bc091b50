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

/** Starts the workers, and prints `listening on 127.0.0.1:PORT` when all of them listen. */
function main(): void {
  // new Worker(new URL(import.meta.url), { workerData: { port, number } }) runs this file in another thread.
  // What the worker passes to parentPort.postMessage(...) arrives here as its event 'message'.
  throw new Error('TODO: a port that the kernel chooses, and a worker for each number from 1 to 4');
}

/** Serves clients until a question asks it to stop. */
function work(port: number, number: number): void {
  throw new Error('TODO: its own listener; and when it is to stop, which clients still wait in its queue?');
}

/** Reads a question, and answers with the number of the worker. True if the question asks the worker to stop: `!`. */
function answer(conn: Fd, number: number): boolean {
  const question = Buffer.alloc(1);
  recv(conn, question);
  send(conn, Buffer.from(String(number)), MSG_NOSIGNAL);
  close(conn);
  return question.toString() === '!';
}
