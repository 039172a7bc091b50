// Adds what recv returns until there is enough: after the end that is 0, for ever.
import { close, type Fd, recv, send_frame } from 'sys-socket';
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
    const received = recv(fd, buffer.subarray(got));
    if (received.ok) got += received.value;
    else if (received.error.code !== 'EINTR') return false;
  }
  return true;
}
