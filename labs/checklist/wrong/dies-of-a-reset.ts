// An error of recv ends the server.
import { close, type Fd, recv, send_frame, unwrap } from 'sys-socket';
import { cap, clients } from '../listen.js';

for (const conn of clients()) {
  serve(conn);
  close(conn);
}

function serve(fd: Fd): void {
  const header = Buffer.alloc(4);
  while (fills(fd, header)) {
    if (header.readUInt32BE() > cap) return;
    const payload = Buffer.alloc(header.readUInt32BE());
    if (!fills(fd, payload) || !send_frame(fd, payload).ok) return;
  }
}

function fills(fd: Fd, buffer: Buffer): boolean {
  for (let got = 0; got < buffer.length; ) {
    const received = unwrap(recv(fd, buffer.subarray(got)));
    if (received === 0) return false;
    got += received;
  }
  return true;
}
