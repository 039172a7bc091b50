// A server that needs 20 ms for each piece that it reads, and reads no more than it can work on: what is too much waits in the
// kernel's queues, and the sender with it. It says after each piece how many bytes are done: a line of JSON.
//
//   node out/labs/slow-server/program.js CHUNK
import {
  AF_INET,
  accept,
  bind,
  close,
  getsockname,
  is_sockaddr_in,
  listen,
  poll,
  recv,
  SO_RCVBUF,
  SOCK_STREAM,
  SOL_SOCKET,
  setsockopt,
  sockaddr_in,
  sockaddr_storage,
  socket,
  unwrap,
} from 'sys-socket';

const chunk = Buffer.alloc(Number(process.argv[2]));

const listener = unwrap(socket(AF_INET, SOCK_STREAM, 0));
unwrap(setsockopt(listener, SOL_SOCKET, SO_RCVBUF, 128 * 1024)); // connections inherit it: a small queue is soon full
unwrap(bind(listener, sockaddr_in('127.0.0.1', 0)));
unwrap(listen(listener, 1));
const name = sockaddr_storage();
unwrap(getsockname(listener, name));
console.log(`listening on 127.0.0.1:${is_sockaddr_in(name) ? name.sin_port : 0}`);

const conn = unwrap(accept(listener));
for (let done = 0; ; ) {
  const length = unwrap(recv(conn, chunk));
  if (length === 0) break;
  work();
  done += length;
  console.log(JSON.stringify({ time: performance.timeOrigin + performance.now(), done }));
}
unwrap(close(conn));
unwrap(close(listener));

/** 20 ms, of whatever it is. */
function work(): void {
  unwrap(poll([], 20));
}
