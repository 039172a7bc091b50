import {
  type Fd,
  IPPROTO_TCP,
  type Result,
  SO_KEEPALIVE,
  SOL_SOCKET,
  setsockopt,
  TCP_KEEPCNT,
  TCP_KEEPIDLE,
  TCP_KEEPINTVL,
  TCP_USER_TIMEOUT,
} from 'sys-socket';

/** The error of a call that failed. */
export interface Refused {
  readonly code: string;
}

/** From now on each call that waits on this connection fails with ETIMEDOUT at most `ms` (3000 or more) after the peer has fallen silent. */
export function notice_death(fd: Fd, ms: number): Result<unknown, Refused> {
  const seconds = Math.trunc(ms / 1000);
  const every = Math.trunc(seconds / 3);
  let done: Result<unknown, Refused> = setsockopt(fd, SOL_SOCKET, SO_KEEPALIVE, 1);
  if (done.ok) done = setsockopt(fd, IPPROTO_TCP, TCP_KEEPIDLE, seconds - 2 * every);
  if (done.ok) done = setsockopt(fd, IPPROTO_TCP, TCP_KEEPINTVL, every);
  if (done.ok) done = setsockopt(fd, IPPROTO_TCP, TCP_KEEPCNT, 2); // Linux ignores it beside TCP_USER_TIMEOUT; other systems do not
  if (done.ok) done = setsockopt(fd, IPPROTO_TCP, TCP_USER_TIMEOUT, 1000 * seconds);
  return done;
}
