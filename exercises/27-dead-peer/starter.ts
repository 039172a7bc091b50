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

/** What was refused. */
export interface Refused {
  readonly code: string;
}

/** From here on whoever waits on this connection is told ETIMEDOUT at most `ms` after the peer has fallen silent: 3000, or more. */
export function notice_death(fd: Fd, ms: number): Result<unknown, Refused> {
  throw new Error('TODO: who asks a peer that is silent, and who waits for an answer?');
}
