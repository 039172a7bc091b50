import { type Fd, read, unwrap } from 'sys-socket';

export function read_text(fd: Fd): string {
  const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
  const room = new Uint8Array(64);
  let text = '';
  for (let count = unwrap(read(fd, room)); count > 0; count = unwrap(read(fd, room)))
    text += decoder.decode(room.subarray(0, count), { stream: true });
  return text + decoder.decode();
}
