import {
  AF_INET,
  accept4,
  bind,
  close,
  err,
  type Fd,
  listen,
  ok,
  POLLIN,
  poll,
  type Result,
  SO_REUSEADDR,
  SOCK_CLOEXEC,
  SOCK_NONBLOCK,
  SOCK_STREAM,
  SOL_SOCKET,
  setsockopt,
  sockaddr_in,
  socket,
  unwrap,
} from 'sys-socket';

type Refused = { readonly code: string };

/** The listener does not block: poll(2) waits. */
export function listen_on(port: number): Result<Fd, Refused> {
  const made = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
  if (!made.ok) return made;
  const fd = made.value;
  unwrap(setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, 1));
  const bound = bind(fd, sockaddr_in('127.0.0.1', port));
  const listening = bound.ok ? listen(fd, 1) : bound;
  if (listening.ok) return ok(fd);
  close(fd);
  return err({ code: listening.error.code });
}

export function accept_next(listener: Fd, pause: () => void): Result<Fd, Refused> {
  for (;;) {
    poll([{ fd: listener, events: POLLIN }], -1);
    const conn = accept4(listener, null, SOCK_CLOEXEC);
    if (conn.ok) return conn;
    switch (conn.error.code) {
      case 'EMFILE':
      case 'ENFILE':
      case 'ENOBUFS':
      case 'ENOMEM':
        pause();
        break;
      case 'EINTR':
      case 'EAGAIN':
      case 'ECONNABORTED':
        break;
      default:
        return err({ code: conn.error.code });
    }
  }
}
