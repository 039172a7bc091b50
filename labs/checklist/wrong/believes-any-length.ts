// Believes any length. It waits for 4 GiB that nobody sends, until its deadline; and a deadline is no cap.
import { close, deadline_in, type Fd, recv_exact, send_all } from 'sys-socket';
import { clients } from '../listen.js';

for (const conn of clients()) {
  serve(conn);
  close(conn);
}

function serve(fd: Fd): void {
  const header = Buffer.alloc(4);
  const piece = Buffer.alloc(65536);
  while (recv_exact(fd, header, { deadline: deadline_in(20_000) }).ok) {
    if (!send_all(fd, header).ok) return;
    for (let left = header.readUInt32BE(); left > 0; ) {
      const part = piece.subarray(0, Math.min(left, piece.length));
      if (!recv_exact(fd, part, { deadline: deadline_in(20_000) }).ok || !send_all(fd, part).ok) return;
      left -= part.length;
    }
  }
}
