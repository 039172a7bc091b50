import {
  AF_INET,
  bind,
  type Fd,
  getsockname,
  listen,
  SOCK_CLOEXEC,
  SOCK_NONBLOCK,
  SOCK_STREAM,
  sockaddr_in,
  socket,
  unwrap,
} from 'sys-socket';

/** A listener on a port that the kernel chooses, nonblocking by default. The port is printed. */
export function listening(flags: number = SOCK_NONBLOCK | SOCK_CLOEXEC): Fd {
  const listener = unwrap(socket(AF_INET, SOCK_STREAM | flags, 0));
  unwrap(bind(listener, sockaddr_in('127.0.0.1', 0)));
  unwrap(listen(listener, 4096));
  console.log(JSON.stringify({ port: unwrap(getsockname(listener)).sin_port }));
  return listener;
}
