import { type Fd, recv, unwrap } from 'sys-socket';

/** All that the peer sends until the end of its stream, as text. */
export function read_text(fd: Fd): string {
  const pieces: Uint8Array[] = [];
  for (;;) {
    const room = Buffer.alloc(4096);
    const count = unwrap(recv(fd, room));
    if (count === 0) return Buffer.concat(pieces).toString();
    pieces.push(room.subarray(0, count));
  }
}
