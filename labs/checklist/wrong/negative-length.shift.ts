// A shift to the left makes a signed number too; and Buffer.alloc throws.
import { close, type Fd, recv_exact, send_frame } from 'sys-socket';
import { cap, clients } from '../listen.js';

for (const conn of clients()) {
  serve(conn);
  close(conn);
}

function serve(fd: Fd): void {
  const header = Buffer.alloc(4);
  while (recv_exact(fd, header).ok) {
    const [a = 0, b = 0, c = 0, d = 0] = header;
    const length = (a << 24) | (b << 16) | (c << 8) | d;
    if (length > cap) return;
    const payload = Buffer.alloc(length);
    if (!recv_exact(fd, payload).ok || !send_frame(fd, payload).ok) return;
  }
}
