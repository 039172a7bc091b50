// Reads the length as a signed number: -1 is below every cap.
import { close, type Fd, recv_exact, send_all } from 'sys-socket';
import { cap, clients } from '../listen.js';

for (const conn of clients()) {
  serve(conn);
  close(conn);
}

function serve(fd: Fd): void {
  const header = Buffer.alloc(4);
  while (recv_exact(fd, header).ok) {
    const length = header.readInt32BE();
    if (length > cap) return;
    const payload = Buffer.alloc(Math.max(0, length));
    if (length > 0 && !recv_exact(fd, payload).ok) return;
    if (!send_all(fd, header).ok || !send_all(fd, payload).ok) return;
  }
}
