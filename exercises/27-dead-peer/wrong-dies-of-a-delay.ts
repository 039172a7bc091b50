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
  const third = Math.floor(ms / 3000); // in seconds: the idle time, and two probes without an answer
  const set = [
    setsockopt(fd, SOL_SOCKET, SO_KEEPALIVE, 1),
    setsockopt(fd, IPPROTO_TCP, TCP_KEEPIDLE, third),
    setsockopt(fd, IPPROTO_TCP, TCP_KEEPINTVL, third),
    setsockopt(fd, IPPROTO_TCP, TCP_USER_TIMEOUT, Math.floor(ms / 1000)), // while bytes are on their way, no probe is sent
  ];
  return set.find(({ ok }) => !ok) ?? ok(undefined);
}
