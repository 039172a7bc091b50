// The wrong twin: empties the socket first, so as not to keep anybody waiting, and works through its own list of pieces at leisure.
// Nothing tells the sender to slow down: the queue has moved into this program's memory, where no ss sees it and nothing bounds it.
//
//   node out/labs/slow-server/twin.js CHUNK
import {
  AF_INET,
  accept,
  bind,
  close,
  getsockname,
  is_sockaddr_in,
  listen,
  POLLIN,
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
const pieces: number[] = [];
let open = true;
for (let done = 0; open || pieces.length > 0; ) {
  // All that is there, and all that comes until it is empty for a moment.
  while (open && unwrap(poll([{ fd: conn, events: POLLIN }], pieces.length > 0 ? 0 : -1)) > 0) {
    const length = unwrap(recv(conn, chunk));
    if (length === 0) open = false;
    else pieces.push(length);
  }
  const piece = pieces.shift();
  if (piece === undefined) continue;
  work();
  done += piece;
  console.log(JSON.stringify({ time: performance.timeOrigin + performance.now(), done }));
}
unwrap(close(conn));
unwrap(close(listener));

/** 20 ms, of whatever it is. */
function work(): void {
  unwrap(poll([], 20));
}
