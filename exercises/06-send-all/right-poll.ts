import { err, type Fd, MSG_DONTWAIT, MSG_NOSIGNAL, ok, POLLOUT, poll, type Result, send } from 'sys-socket';

type Unsent = { code: string; message: string; sent: number };

export function send_all(fd: Fd, bytes: Uint8Array): Result<number, Unsent> {
  let sent = 0;
  do {
    poll([{ fd, events: POLLOUT }], -1);
    const taken = send(fd, bytes.subarray(sent, sent + 4), MSG_DONTWAIT | MSG_NOSIGNAL);
    if (taken.ok) {
      sent += taken.value;
    } else {
      const { code, message } = taken.error;
      if (code !== 'EINTR' && code !== 'EAGAIN') return err({ code, message, sent });
    }
  } while (sent < bytes.length);
  return ok(sent);
}
