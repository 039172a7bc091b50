import {
  type Fd,
  IPPROTO_TCP,
  ok,
  type Result,
  SO_KEEPALIVE,
  SOL_SOCKET,
  setsockopt,
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
  throw new Error('TODO: who asks a peer that is silent, and who waits for an answer?');
}
