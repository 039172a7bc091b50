// Serves several clients that send lines, and says each line with the number of its connection. A read is 64 bytes and no line:
// what is behind the last newline stays with its connection until the rest comes.
//
//   node out/labs/lines/program.js CONNECTIONS
import {
  AF_INET,
  accept,
  bind,
  close,
  type Fd,
  getsockname,
  listen,
  POLLIN,
  poll,
  recv,
  SOCK_STREAM,
  sockaddr_in,
  sockaddr_storage,
  socket,
  unwrap,
} from 'sys-socket';

const expected = Number(process.argv[2]);
const listener = unwrap(socket(AF_INET, SOCK_STREAM, 0));
unwrap(bind(listener, sockaddr_in('127.0.0.1', 0)));
unwrap(listen(listener, 8));
const name = sockaddr_storage();
unwrap(getsockname(listener, name));
console.log(`listening on ${name}`);

/** What each connection has sent of a line that is not whole yet. */
const rests = new Map<Fd, string>();
const numbers: Fd[] = [];
const room = Buffer.alloc(64);

while (numbers.length < expected || rests.size > 0) {
  const waiting = [listener, ...rests.keys()].map((fd) => ({ fd, events: POLLIN, revents: 0 }));
  unwrap(poll(waiting, -1));
  for (const { fd, revents } of waiting) {
    if (revents === 0) continue;
    if (fd === listener) welcome(unwrap(accept(listener)));
    else serve(fd);
  }
}
unwrap(close(listener));

function welcome(conn: Fd): void {
  numbers.push(conn);
  rests.set(conn, '');
}

function serve(conn: Fd): void {
  const received = unwrap(recv(conn, room));
  if (received === 0) {
    rests.delete(conn);
    unwrap(close(conn));
    return;
  }
  const lines = `${rests.get(conn) ?? ''}${room.toString('latin1', 0, received)}`.split('\n');
  rests.set(conn, lines.pop() ?? '');
  for (const line of lines) console.log(JSON.stringify([numbers.lastIndexOf(conn), line]));
}
