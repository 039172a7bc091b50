// The wrong twin: what one read gives is one line. With one client who types, it even is.
//
//   node out/labs/lines/twin.js CONNECTIONS
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

const open = new Set<Fd>();
const numbers: Fd[] = [];
const room = Buffer.alloc(64);

while (numbers.length < expected || open.size > 0) {
  const waiting = [listener, ...open].map((fd) => ({ fd, events: POLLIN, revents: 0 }));
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
  open.add(conn);
}

function serve(conn: Fd): void {
  const received = unwrap(recv(conn, room));
  if (received === 0) {
    open.delete(conn);
    unwrap(close(conn));
    return;
  }
  const line = room.toString('latin1', 0, received).trimEnd();
  console.log(JSON.stringify([numbers.lastIndexOf(conn), line]));
}
