import { type Fd, send_all, unwrap } from 'sys-socket';

/** One message: its length in four bytes, the highest first, and its bytes as UTF-8. */
export function send_frame(fd: Fd, message: string): void {
  throw new Error('TODO: four bytes of length, then the message');
}
