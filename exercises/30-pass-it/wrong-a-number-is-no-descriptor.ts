import { close, type Fd, MSG_NOSIGNAL, ok, type Result, send } from 'sys-socket';

/** The error of a call that failed. */
export interface Refused {
  readonly code: string;
}

/** Passes an open descriptor to the process at the other end of an AF_UNIX stream. From then on it belongs to that process, not to ours. */
export function pass(channel: Fd, fd: Fd): Result<void, Refused> {
  for (;;) {
    const sent = send(channel, Buffer.from(`${fd}`), MSG_NOSIGNAL);
    if (!sent.ok && sent.error.code === 'EINTR') continue;
    if (!sent.ok) return sent;
    close(fd);
    return ok(undefined);
  }
}
