// Run with: npx sys-socket trace exercises/19-many.ts
import {
  AF_INET,
  accept,
  as_sockaddr_in,
  bind,
  close,
  type Fd,
  type FrameDecoder,
  frame_header,
  getsockname,
  listen,
  MSG_DONTWAIT,
  MSG_NOSIGNAL,
  POLLIN,
  POLLOUT,
  poll,
  recv,
  SOCK_NONBLOCK,
  SOCK_STREAM,
  send,
  sockaddr_in,
  socket,
  unwrap,
} from 'sys-socket';

const listener = unwrap(socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0));
unwrap(bind(listener, sockaddr_in('127.0.0.1', 0)));
unwrap(listen(listener, 128));
console.log(`listening on 127.0.0.1:${as_sockaddr_in(unwrap(getsockname(listener)))?.sin_port}`);

// What each client has sent so far, and what it has not taken yet.
const clients = new Map<Fd, { readonly decoder: FrameDecoder; unsent: Buffer }>();

throw new Error('TODO: poll, and serve each client that is ready');
