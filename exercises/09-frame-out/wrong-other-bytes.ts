import { type Fd, send_all, unwrap } from 'sys-socket';

/** Sends one message: its length in four bytes, the highest first, and its bytes in UTF-8. */
export function send_frame(fd: Fd, message: string): void {
  const payload = Buffer.from(message);
  const header = Buffer.alloc(4);
  header.writeUInt32BE(payload.length + 4);
  unwrap(send_all(fd, Buffer.concat([header, payload])));
}
