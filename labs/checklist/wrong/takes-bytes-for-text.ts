// Takes the payload for text, and makes bytes of it again.
import { close, type Fd, recv_frame, send_frame } from 'sys-socket';
import { cap, clients } from '../listen.js';

for (const conn of clients()) {
  serve(conn);
  close(conn);
}

function serve(fd: Fd): void {
  for (;;) {
    const frame = recv_frame(fd, { cap });
    if (!frame.ok) return;
    const text = Buffer.from(frame.value).toString();
    if (!send_frame(fd, Buffer.from(text)).ok) return;
  }
}
