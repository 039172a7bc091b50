// Closes the descriptor of a client that ends as it should, and of no other.
import { close, type Fd, recv_frame, send_frame } from 'sys-socket';
import { cap, clients } from '../listen.js';

for (const conn of clients()) serve(conn);

function serve(fd: Fd): void {
  for (;;) {
    const frame = recv_frame(fd, { cap });
    if (!frame.ok) {
      if (frame.error.code !== 'ECONNRESET') close(fd);
      return;
    }
    if (!send_frame(fd, frame.value).ok) return;
  }
}
