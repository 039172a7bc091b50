// Its deadline is so short that it could be taken for a cap.
import { close, deadline_in, type Fd, recv_exact, send_frame } from 'sys-socket';
import { clients } from '../listen.js';

for (const conn of clients()) {
  serve(conn);
  close(conn);
}

function serve(fd: Fd): void {
  const header = Buffer.alloc(4);
  const room = Buffer.alloc(1 << 20);
  while (recv_exact(fd, header).ok) {
    for (let left = header.readUInt32BE(); left > 0; left -= room.length) {
      const part = room.subarray(0, Math.min(left, room.length));
      if (!recv_exact(fd, part, { deadline: deadline_in(600) }).ok) return;
    }
    if (!send_frame(fd, room.subarray(0, header.readUInt32BE())).ok) return;
  }
}
