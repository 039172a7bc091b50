import { type Fd, IPPROTO_TCP, ok, type Result, setsockopt, TCP_USER_TIMEOUT } from 'sys-socket';

/** The error of a call that failed. */
export interface Refused {
  readonly code: string;
}

/** From now on each call that waits on this connection fails with ETIMEDOUT at most `ms` (3000 or more) after the peer has fallen silent. */
export function notice_death(fd: Fd, ms: number): Result<unknown, Refused> {
  const set = [
    setsockopt(fd, IPPROTO_TCP, TCP_USER_TIMEOUT, ms), // while bytes are on their way, no probe is sent
  ];
  return set.find(({ ok }) => !ok) ?? ok(undefined);
}
