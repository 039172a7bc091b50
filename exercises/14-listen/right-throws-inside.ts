import {
  AF_INET,
  accept,
  bind,
  close,
  err,
  type Fd,
  listen,
  ok,
  type Result,
  SO_REUSEADDR,
  SOCK_STREAM,
  SOL_SOCKET,
  setsockopt,
  sockaddr_in,
  socket,
  unwrap,
} from 'sys-socket';

type Refused = { readonly code: string };

/** With exceptions, which are caught here. */
export function listen_on(port: number): Result<Fd, Refused> {
  let fd: Fd | undefined;
  try {
    fd = unwrap(socket(AF_INET, SOCK_STREAM, 0));
    unwrap(setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, 1));
    unwrap(bind(fd, sockaddr_in('127.0.0.1', port)));
    unwrap(listen(fd, 128));
    return ok(fd);
  } catch (error) {
    if (fd !== undefined) close(fd);
    return err(error as Refused); // unwrap throws the error of the call
  }
}

const passing = ['EINTR', 'ECONNABORTED', 'EMFILE', 'ENFILE'];

export function accept_next(listener: Fd, pause: () => void): Result<Fd, Refused> {
  const conn = accept(listener);
  if (conn.ok || !passing.includes(conn.error.code)) return conn;
  if (conn.error.code.endsWith('FILE')) pause();
  return accept_next(listener, pause);
}
