import { type Fd, recv } from 'sys-socket';

export function read_text(fd: Fd): string {
  const pieces: Uint8Array[] = [];
  for (;;) {
    const room = Buffer.alloc(4096);
    const got = recv(fd, room);
    if (!got.ok) return Buffer.concat(pieces).toString(); // the end is not an error
    pieces.push(room.subarray(0, got.value));
  }
}
