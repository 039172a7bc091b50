import { err, type Fd, MSG_NOSIGNAL, ok, type Result, send } from 'sys-socket';

/** Why not all was sent, and how many bytes were until then. */
export interface Unsent {
  readonly code: string;
  readonly message: string;
  readonly sent: number;
}

/** Sends all of it, however little the kernel takes at a time. */
export function send_all(fd: Fd, bytes: Uint8Array): Result<number, Unsent> {
  throw new Error('TODO: send, again and again, until all of it is taken');
}
