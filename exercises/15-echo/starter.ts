// Run with: npx sys-socket trace exercises/15-echo.ts
import {
  AF_INET,
  accept,
  as_sockaddr_in,
  bind,
  close,
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

throw new Error('TODO: accept; for each client receive frames, and send each back; close');
