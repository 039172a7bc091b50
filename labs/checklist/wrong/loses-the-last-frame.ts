// Looks for the end before it reads: what came with the end is lost.
import { close, type Fd, POLLIN, POLLRDHUP, poll, recv_frame, send_frame } from 'sys-socket';
import { cap, clients } from '../listen.js';

for (const conn of clients()) {
  serve(conn);
  close(conn);
}

function serve(fd: Fd): void {
  for (;;) {
    const conn = { fd, events: POLLIN | POLLRDHUP, revents: 0 };
    if (!poll([conn], -1).ok) continue;
    if (conn.revents & POLLRDHUP) return;
    const frame = recv_frame(fd, { cap });
    if (!frame.ok || !send_frame(fd, frame.value).ok) return;
  }
}
