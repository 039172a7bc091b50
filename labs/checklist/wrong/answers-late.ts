// Thinks about each frame for most of a second. Nothing of it is wrong, and nobody can wait for it.
import { close, type Fd, recv_frame, send_frame } from 'sys-socket';
import { clients } from '../listen.js';

const moment = new Int32Array(new SharedArrayBuffer(4));

for (const conn of clients()) {
  serve(conn);
  close(conn);
}

function serve(fd: Fd): void {
  for (;;) {
    const frame = recv_frame(fd, { cap: 65_536 });
    if (!frame.ok || frame.value === undefined) return;
    Atomics.wait(moment, 0, 0, 900);
    if (!send_frame(fd, frame.value).ok) return;
  }
}
