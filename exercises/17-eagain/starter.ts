import { err, type Fd, MSG_NOSIGNAL, ok, POLLOUT, poll, type Result, send } from 'sys-socket';

/** Why not all bytes were sent, and how many the kernel had taken by then. */
export interface Unsent {
  readonly code: string;
  readonly sent: number;
}

/** Sends all bytes through a non-blocking descriptor (O_NONBLOCK), and sleeps while the socket's buffer is full. */
export function send_waiting(fd: Fd, bytes: Uint8Array): Result<number, Unsent> {
  throw new Error('TODO: send; EAGAIN: wait until the buffer has space; the rest');
}
