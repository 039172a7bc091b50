import { err, type Fd, MSG_NOSIGNAL, ok, POLLOUT, poll, type Result, send } from 'sys-socket';

/** Why not all was sent, and how many bytes were until then. */
export interface Unsent {
  readonly code: string;
  readonly sent: number;
}

/** Sends all of it through a descriptor that does not block (O_NONBLOCK), and sleeps while the kernel has no room. */
export function send_waiting(fd: Fd, bytes: Uint8Array): Result<number, Unsent> {
  let sent = 0;
  for (;;) {
    const taken = send(fd, bytes.subarray(sent), MSG_NOSIGNAL);
    if (taken.ok) {
      sent += taken.value;
      continue;
    }
    const { code } = taken.error;
    if (code === 'EAGAIN')
      poll([{ fd, events: POLLOUT }], -1); // EINTR: send is asked again, and says EAGAIN again
    else if (code === 'ESHUTDOWN') return ok(sent);
    else if (code !== 'EINTR') return err({ code, sent });
  }
}
