import { type Fd, MSG_NOSIGNAL, send, unwrap } from 'sys-socket';

export function send_frame(fd: Fd, message: string): void {
  const payload = Buffer.from(message);
  const header = Buffer.alloc(4);
  header.writeUInt32BE(payload.length);
  const frame = Buffer.concat([header, payload]);
  for (let sent = 0; sent <= frame.length; ) sent += unwrap(send(fd, frame.subarray(sent), MSG_NOSIGNAL));
}
