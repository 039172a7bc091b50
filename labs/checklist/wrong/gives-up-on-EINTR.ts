// accept says EINTR, and the server ends.
import { accept, close, type Fd, recv_frame, send_frame, unwrap } from 'sys-socket';
import { cap, listening } from '../listen.js';

const listener = listening();
for (;;) {
  const conn = unwrap(accept(listener));
  serve(conn);
  close(conn);
}

function serve(fd: Fd): void {
  for (;;) {
    const frame = recv_frame(fd, { cap });
    if (!frame.ok || !send_frame(fd, frame.value).ok) return;
  }
}
