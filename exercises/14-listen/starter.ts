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

/** The error of a call that failed. */
export interface Refused {
  readonly code: string;
}

/** A socket that listens on 127.0.0.1, even if another server on this port has just ended. */
export function listen_on(port: number): Result<Fd, Refused> {
  throw new Error('TODO: four calls, and an option before one of them');
}

/** The next connection. If no descriptor is free, it calls `pause` and tries again. */
export function accept_next(listener: Fd, pause: () => void): Result<Fd, Refused> {
  throw new Error('TODO: which errors of accept(2) must not end the server?');
}
