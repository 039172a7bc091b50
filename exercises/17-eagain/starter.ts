import { err, type Fd, MSG_NOSIGNAL, ok, POLLOUT, poll, type Result, send } from 'sys-socket';

/** Why not all was sent, and how many bytes were until then. */
export interface Unsent {
  readonly code: string;
  readonly sent: number;
}

/** Sends all of it through a descriptor that does not block (O_NONBLOCK), and sleeps while the kernel has no room. */
export function send_waiting(fd: Fd, bytes: Uint8Array): Result<number, Unsent> {
  throw new Error('TODO: send; EAGAIN: wait until there is room; the rest');
}
