import { err, type Fd, MSG_NOSIGNAL, ok, type Result, send } from 'sys-socket';

/** Why not all bytes were sent, and how many the kernel had taken by then. */
export interface Unsent {
  readonly code: string;
  readonly message: string;
  readonly sent: number;
}

/** Sends all bytes, however few the kernel takes at a time. */
export function send_all(fd: Fd, bytes: Uint8Array): Result<number, Unsent> {
  let sent = 0;
  while (sent < bytes.length) {
    const taken = send(fd, bytes.subarray(sent), MSG_NOSIGNAL);
    if (!taken.ok) return err({ code: taken.error.code, message: taken.error.message, sent });
    sent += taken.value;
  }
  return ok(sent);
}
