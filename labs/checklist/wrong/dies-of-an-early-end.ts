// Takes an end in the middle of a frame for a reason to end as well.
import { close, type Fd, recv_frame, send_frame, unwrap } from 'sys-socket';
import { cap, clients } from '../listen.js';

for (const conn of clients()) {
  serve(conn);
  close(conn);
}

function serve(fd: Fd): void {
  for (;;) {
    const frame = recv_frame(fd, { cap });
    if (!frame.ok && frame.error.code === 'EOF') return;
    if (!send_frame(fd, unwrap(frame)).ok) return;
  }
}
