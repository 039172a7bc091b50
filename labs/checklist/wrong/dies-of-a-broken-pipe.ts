// No send is refused, it thinks. The first client that goes away in the middle takes the server with it.
import { close, type Fd, recv_frame, send_frame, unwrap } from 'sys-socket';
import { cap, clients } from '../listen.js';

for (const conn of clients()) {
  serve(conn);
  close(conn);
}

function serve(fd: Fd): void {
  for (;;) {
    const frame = recv_frame(fd, { cap });
    if (!frame.ok) return;
    unwrap(send_frame(fd, frame.value));
  }
}
