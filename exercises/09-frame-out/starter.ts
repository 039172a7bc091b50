import { type Fd, send_all, unwrap } from 'sys-socket';

/** Sends one message: its length in four bytes, the highest first, and its bytes in UTF-8. */
export function send_frame(fd: Fd, message: string): void {
  throw new Error('TODO: four bytes of length, then the message');
}
