import {
  AF_INET,
  bind,
  connect,
  type Fd,
  getsockname,
  listen,
  SO_RCVBUF,
  SO_RCVBUFFORCE,
  SOCK_CLOEXEC,
  SOCK_STREAM,
  SOL_SOCKET,
  type SockAddr,
  setsockopt,
  sockaddr_in,
  sockaddr_storage,
  socket,
  unwrap,
} from 'sys-socket';

export interface Listening {
  readonly listener: Fd;
  readonly address: SockAddr;
  readonly port: number;
}

/** A listener on 127.0.0.1, with a port that the kernel chose. `options` is called before the socket is bound. */
export function start_listening(backlog: number, options: (fd: Fd) => void = () => {}): Listening {
  const listener = unwrap(socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
  options(listener);
  unwrap(bind(listener, sockaddr_in('127.0.0.1', 0)));
  unwrap(listen(listener, backlog));
  const address: SockAddr = sockaddr_storage();
  unwrap(getsockname(listener, address));
  return { listener, address, port: Number(String(address).replace(/^.*:/, '')) };
}

/** A connection to a port on 127.0.0.1. `options` is called before the socket connects. */
export function connect_to(port: number, options: (fd: Fd) => void = () => {}): Fd {
  const fd = unwrap(socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
  options(fd);
  unwrap(connect(fd, sockaddr_in('127.0.0.1', port)));
  return fd;
}

/** Sets SO_RCVBUF, beyond net.core.rmem_max if that is allowed, which it is only in the initial user namespace. */
export function force_rcvbuf(fd: Fd, bytes: number): void {
  const forced = setsockopt(fd, SOL_SOCKET, SO_RCVBUFFORCE, bytes);
  if (!forced.ok) unwrap(setsockopt(fd, SOL_SOCKET, SO_RCVBUF, bytes));
}
