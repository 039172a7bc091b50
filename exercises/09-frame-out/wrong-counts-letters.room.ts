import { type Fd, send_all, unwrap } from 'sys-socket';

/** The buffer is also too small for the letters. */
export function send_frame(fd: Fd, message: string): void {
  const frame = Buffer.alloc(4 + message.length);
  frame.writeUInt32BE(message.length);
  frame.write(message, 4);
  unwrap(send_all(fd, frame));
}
