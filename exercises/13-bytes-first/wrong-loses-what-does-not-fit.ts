import { type Fd, recv, unwrap } from 'sys-socket';

export function read_text(fd: Fd): string {
  const room = Buffer.alloc(65_536);
  for (let received = 0; ; ) {
    const count = unwrap(recv(fd, room.subarray(received)));
    if (count === 0) return room.toString('utf8', 0, received);
    received += count;
  }
}
