// MSG_WAITALL: the kernel collects. A signal or an end still makes it less, so there is a loop.
import { close, type Fd, MSG_WAITALL, recv, send_frame } from 'sys-socket';
import { cap, clients } from '../listen.js';

for (const conn of clients()) {
  serve(conn);
  close(conn);
}

function serve(fd: Fd): void {
  const header = Buffer.alloc(4);
  while (fills(fd, header)) {
    const length = header.readUInt32BE();
    if (length > cap) return;
    const payload = Buffer.alloc(length);
    if (!fills(fd, payload) || !send_frame(fd, payload).ok) return;
  }
}

function fills(fd: Fd, buffer: Buffer): boolean {
  for (let got = 0; got < buffer.length; ) {
    const received = recv(fd, buffer.subarray(got), MSG_WAITALL);
    if (!received.ok && received.error.code === 'EINTR') continue;
    if (!received.ok || received.value === 0) return false;
    got += received.value;
  }
  return true;
}
