// A TypeError in the middle of the work: it takes the Result for the frame.
import { close, type Fd, recv_frame, send_frame } from 'sys-socket';
import { cap, clients } from '../listen.js';

for (const conn of clients()) {
  serve(conn);
  close(conn);
}

function serve(fd: Fd): void {
  const frame: unknown = recv_frame(fd, { cap });
  send_frame(fd, frame as Uint8Array); // the cast is the mistake
}
