// Run with: npx sys-socket trace exercises/15-echo.ts
import {
  AF_INET,
  accept,
  as_sockaddr_in,
  bind,
  type Fd,
  frame_header,
  getsockname,
  listen,
  recv_exact,
  SO_REUSEADDR,
  SOCK_STREAM,
  SOL_SOCKET,
  send_all,
  setsockopt,
  sockaddr_in,
  socket,
  unwrap,
} from 'sys-socket';

const cap = 1 << 20;

const listener = unwrap(socket(AF_INET, SOCK_STREAM, 0));
unwrap(setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, 1));
unwrap(bind(listener, sockaddr_in('127.0.0.1', 0)));
unwrap(listen(listener, 128));
console.log(`listening on 127.0.0.1:${as_sockaddr_in(unwrap(getsockname(listener)))?.sin_port}`);

for (;;) {
  const accepted = accept(listener);
  if (!accepted.ok) continue;
  while (echo_one(accepted.value));
}

/** Receives one frame, and sends it back. False if the connection is over: the client has ended it, or broken the rules. */
function echo_one(fd: Fd): boolean {
  const header = Buffer.alloc(4);
  if (!recv_exact(fd, header).ok) return false;
  const length = header.readUInt32BE();
  if (length > cap) return false;
  const payload = Buffer.alloc(length);
  if (!recv_exact(fd, payload).ok) return false;
  return send_all(fd, Buffer.concat([frame_header(length), payload])).ok;
}
