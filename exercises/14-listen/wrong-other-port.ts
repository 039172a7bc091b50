import {
  AF_INET,
  accept,
  bind,
  close,
  type Fd,
  listen,
  type Result,
  SO_REUSEADDR,
  SOCK_STREAM,
  SOL_SOCKET,
  SOMAXCONN,
  setsockopt,
  sockaddr_in,
  socket,
} from 'sys-socket';

/** The error of a call that failed. */
export interface Refused {
  readonly code: string;
}

/** A socket that listens on 127.0.0.1, even if another server on this port has just ended. */
export function listen_on(port: number): Result<Fd, Refused> {
  const fd = socket(AF_INET, SOCK_STREAM, 0);
  if (!fd.ok) return fd;
  for (const prepare of [
    () => setsockopt(fd.value, SOL_SOCKET, SO_REUSEADDR, 1),
    () => bind(fd.value, sockaddr_in('127.0.0.1', 0)),
    () => listen(fd.value, SOMAXCONN),
  ]) {
    const done = prepare();
    if (done.ok) continue;
    close(fd.value);
    return done;
  }
  return fd;
}

/** The next connection. If no descriptor is free, it calls `pause` and tries again. */
export function accept_next(listener: Fd, pause: () => void): Result<Fd, Refused> {
  for (;;) {
    const conn = accept(listener);
    if (conn.ok) return conn;
    const { code } = conn.error;
    if (code === 'EMFILE' || code === 'ENFILE') pause();
    else if (code !== 'EINTR' && code !== 'ECONNABORTED') return conn;
  }
}
