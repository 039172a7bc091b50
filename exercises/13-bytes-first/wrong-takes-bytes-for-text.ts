import { type Fd, recv, unwrap } from 'sys-socket';

export function read_text(fd: Fd): string {
  let text = '';
  for (;;) {
    const room = Buffer.alloc(4096);
    const count = unwrap(recv(fd, room));
    if (count === 0) return text;
    text += room.subarray(0, count).toString();
  }
}
