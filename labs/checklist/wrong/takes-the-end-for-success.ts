// Leaves the loop at the end of the stream, and does not ask whether all has come.
import { close, type Fd, recv, send_frame } from 'sys-socket';
import { cap, clients } from '../listen.js';

for (const conn of clients()) {
  serve(conn);
  close(conn);
}

function serve(fd: Fd): void {
  const header = Buffer.alloc(4);
  while (fills(fd, header) === 4) {
    if (header.readUInt32BE() > cap) return;
    const payload = Buffer.alloc(header.readUInt32BE());
    fills(fd, payload);
    if (!send_frame(fd, payload).ok) return;
  }
}

function fills(fd: Fd, buffer: Buffer): number {
  let got = 0;
  while (got < buffer.length) {
    const received = recv(fd, buffer.subarray(got));
    if (!received.ok && received.error.code === 'EINTR') continue;
    if (!received.ok || received.value === 0) break;
    got += received.value;
  }
  return got;
}
