import { type Fd, send_all, unwrap } from 'sys-socket';

export function send_frame(fd: Fd, message: string): void {
  const payload = new TextEncoder().encode(message);
  const header = new Uint8Array(4);
  new DataView(header.buffer).setUint32(0, payload.length);
  for (const part of [header, payload]) unwrap(send_all(fd, part));
}
