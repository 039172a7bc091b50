// Sends each frame back: in one call, in two, or in one after it has asked the kernel to acknowledge at once.
//
//   node out/labs/nagle/peer.js "one write" | "two writes" | TCP_QUICKACK
import {
  AF_INET,
  accept,
  bind,
  close,
  type Fd,
  FRAME_HEADER,
  getsockname,
  IPPROTO_TCP,
  listen,
  recv_exact,
  SOCK_STREAM,
  send_all,
  setsockopt,
  sockaddr_in,
  sockaddr_storage,
  socket,
  TCP_QUICKACK,
  unwrap,
} from 'sys-socket';

const [way] = process.argv.slice(2);
const listener = unwrap(socket(AF_INET, SOCK_STREAM, 0));
unwrap(bind(listener, sockaddr_in('127.0.0.1', 0)));
unwrap(listen(listener, 8));
const name = sockaddr_storage();
unwrap(getsockname(listener, name));
console.log(`listening on ${name}`);

for (;;) {
  const conn = unwrap(accept(listener));
  while (answers_one(conn));
  unwrap(close(conn));
}

function answers_one(conn: Fd): boolean {
  const header = Buffer.alloc(FRAME_HEADER);
  if (!recv_exact(conn, header).ok) return false;
  // Not for good: the kernel goes back to delaying when it sees fit, so it is asked each time. tcp(7)
  if (way === 'TCP_QUICKACK') unwrap(setsockopt(conn, IPPROTO_TCP, TCP_QUICKACK, 1));
  const payload = Buffer.alloc(header.readUInt32BE());
  if (!recv_exact(conn, payload).ok) return false;
  const pieces = way === 'two writes' ? [header, payload] : [Buffer.concat([header, payload])];
  return pieces.every((piece) => send_all(conn, piece).ok);
}
