import { type Fd, recv, unwrap } from 'sys-socket';

export function read_text(fd: Fd): string {
  const room = Buffer.alloc(4096);
  return room.toString('utf8', 0, unwrap(recv(fd, room)));
}
