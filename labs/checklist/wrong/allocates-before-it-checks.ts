// Has a cap, and looks at it when the memory is taken already.
import { close, type Fd, recv_exact, send_frame } from 'sys-socket';
import { cap, clients } from '../listen.js';

for (const conn of clients()) {
  serve(conn);
  close(conn);
}

function serve(fd: Fd): void {
  const header = Buffer.alloc(4);
  while (recv_exact(fd, header).ok) {
    const payload = Buffer.alloc(header.readUInt32BE());
    if (payload.length > cap) return;
    if (!recv_exact(fd, payload).ok || !send_frame(fd, payload).ok) return;
  }
}
