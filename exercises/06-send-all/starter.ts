import { err, type Fd, MSG_NOSIGNAL, ok, type Result, send } from 'sys-socket';

/** Why not all bytes were sent, and how many the kernel had taken by then. */
export interface Unsent {
  readonly code: string;
  readonly message: string;
  readonly sent: number;
}

/** Sends all bytes, however few the kernel takes at a time. */
export function send_all(fd: Fd, bytes: Uint8Array): Result<number, Unsent> {
  throw new Error('TODO: send, again and again, until all bytes are taken');
}
