// Sends without MSG_NOSIGNAL. Under Node that is EPIPE; in C it is the end.
import { close, type Fd, recv_frame, send } from 'sys-socket';
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
    if (!sends(fd, header) || !sends(fd, frame.value)) return;
  }
}

function sends(fd: Fd, bytes: Uint8Array): boolean {
  for (let sent = 0; sent < bytes.length; ) {
    const result = send(fd, bytes.subarray(sent));
    if (result.ok) sent += result.value;
    else if (result.error.code !== 'EINTR') return false;
  }
  return true;
}
