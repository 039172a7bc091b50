// The wrong twin: takes what one recv(2) gives for one message. On a quiet loopback that even works, most of the time.
import {
  AF_INET,
  accept,
  bind,
  close,
  FRAME_HEADER,
  getsockname,
  listen,
  recv,
  SOCK_STREAM,
  sockaddr_in,
  sockaddr_storage,
  socket,
  unwrap,
} from 'sys-socket';

const listener = unwrap(socket(AF_INET, SOCK_STREAM, 0));
unwrap(bind(listener, sockaddr_in('127.0.0.1', 0)));
unwrap(listen(listener, 1));
const name = sockaddr_storage();
unwrap(getsockname(listener, name));
console.log(`listening on ${name}`);

const conn = unwrap(accept(listener));
const room = Buffer.alloc(65536);
for (;;) {
  const received = unwrap(recv(conn, room));
  if (received === 0) break;
  console.log(JSON.stringify(room.toString('latin1', FRAME_HEADER, received))); // one recv, one message
}
unwrap(close(conn));
unwrap(close(listener));
