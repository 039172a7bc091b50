// Reads each connection to its end.
import {
  AF_INET,
  accept,
  bind,
  close,
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
unwrap(listen(listener, 8));
const name = sockaddr_storage();
unwrap(getsockname(listener, name));
console.log(`listening on ${name}`);

const room = Buffer.alloc(65536);
for (;;) {
  const conn = unwrap(accept(listener));
  while (unwrap(recv(conn, room)) > 0);
  unwrap(close(conn));
}
