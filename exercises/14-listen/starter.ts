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
  SOMAXCONN,
  setsockopt,
  sockaddr_in,
  socket,
} from 'sys-socket';

/** What a call has refused. */
export interface Refused {
  readonly code: string;
}

/** A socket that listens on 127.0.0.1, also right after another server has left this port. */
export function listen_on(port: number): Result<Fd, Refused> {
  throw new Error('TODO: four calls, and an option before one of them');
}

/** The next connection. When the process has no descriptor left it calls `pause`, and tries again. */
export function accept_next(listener: Fd, pause: () => void): Result<Fd, Refused> {
  throw new Error('TODO: which errors of accept(2) are not the end of the server?');
}
