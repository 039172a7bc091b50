import {
  err,
  type Fd,
  IPPROTO_TCP,
  type Result,
  SO_KEEPALIVE,
  SOL_SOCKET,
  setsockopt,
  TCP_KEEPIDLE,
  TCP_KEEPINTVL,
  TCP_USER_TIMEOUT,
  unwrap,
} from 'sys-socket';

/** The error of a call that failed. */
export interface Refused {
  readonly code: string;
}

/** From now on each call that waits on this connection fails with ETIMEDOUT at most `ms` (3000 or more) after the peer has fallen silent. */
export function notice_death(fd: Fd, ms: number): Result<unknown, Refused> {
  // Every second, whatever the time limit: more packets, and more of them may be lost.
  for (const option of [TCP_KEEPIDLE, TCP_KEEPINTVL] as const) {
    const asked = setsockopt(fd, IPPROTO_TCP, option, 1);
    if (!asked.ok) return err({ code: asked.error.code });
  }
  unwrap(setsockopt(fd, IPPROTO_TCP, TCP_USER_TIMEOUT, ms - 500));
  return setsockopt(fd, SOL_SOCKET, SO_KEEPALIVE, 1);
}
