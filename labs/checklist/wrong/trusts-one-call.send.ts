// Reads as it should, and takes what one send took for all.
import { close, type Fd, MSG_NOSIGNAL, recv_frame, send } from 'sys-socket';
import { cap, clients } from '../listen.js';

for (const conn of clients()) {
  serve(conn);
  close(conn);
}

function serve(fd: Fd): void {
  for (;;) {
    const frame = recv_frame(fd, { cap });
    if (!frame.ok) return;
    const header = Buffer.alloc(4);
    header.writeUInt32BE(frame.value.length);
    const sent = send(fd, Buffer.concat([header, frame.value]), MSG_NOSIGNAL);
    if (!sent.ok && sent.error.code !== 'EINTR') return;
  }
}
