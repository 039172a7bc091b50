// Run with: npx sys-socket trace exercises/29-queues.ts
// Processes instead of threads: the descriptors of a process are closed when it ends.
import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
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

const [port, number] = process.argv.slice(2).map(Number);

if (port === undefined || number === undefined) main();
else work(port, number);

function main(): void {
  const first = bound(0);
  const port = as_sockaddr_in(unwrap(getsockname(first)))?.sin_port;
  let listening = 0;
  for (let number = workers; number > 0; number--) {
    const child = fork(fileURLToPath(import.meta.url), [String(port), String(number)]);
    child.once('message', () => {
      listening += 1;
      if (listening < workers) return;
      close(first);
      console.log(`listening on 127.0.0.1:${port}`);
    });
  }
}

function work(port: number, number: number): void {
  const listener = bound(port);
  unwrap(listen(listener, backlog));
  process.send?.('listening', () => serve(listener, number)); // a process that blocks at once would not have sent it
}

function serve(listener: Fd, number: number): void {
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
  process.exit();
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
