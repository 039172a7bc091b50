import { close, cmsg, err, type Fd, MSG_NOSIGNAL, ok, type Result, SCM_RIGHTS, SOL_SOCKET, sendmsg } from 'sys-socket';

/** The error of a call that failed. */
export interface Refused {
  readonly code: string;
}

/** Passes an open descriptor to the process at the other end of an AF_UNIX stream. From then on it belongs to that process, not to ours. */
export function pass(channel: Fd, fd: Fd): Result<void, Refused> {
  const carrier = { msg_iov: [Uint8Array.of(0)], msg_control: [cmsg(SOL_SOCKET, SCM_RIGHTS, [fd])] };
  for (;;) {
    const sent = sendmsg(channel, carrier, MSG_NOSIGNAL);
    if (!sent.ok && sent.error.code === 'EINTR') continue;
    if (!sent.ok) return err({ code: 'ECONNRESET' });
    close(fd);
    return ok(undefined);
  }
}
