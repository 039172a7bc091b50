import { err, type Fd, MSG_NOSIGNAL, ok, POLLOUT, poll, type Result, send } from 'sys-socket';

/** Why not all bytes were sent, and how many the kernel had taken by then. */
export interface Unsent {
  readonly code: string;
  readonly sent: number;
}

/** Sends all bytes through a non-blocking descriptor (O_NONBLOCK), and sleeps while the socket's buffer is full. */
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
      poll([{ fd, events: POLLOUT }], -1); // EINTR: send is called again, and fails with EAGAIN again
    else if (code === 'ESHUTDOWN') return ok(sent);
    else if (code !== 'EINTR') return err({ code, sent });
  }
}
