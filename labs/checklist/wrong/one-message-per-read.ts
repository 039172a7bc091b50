// Waits for a whole frame, and then forgets what stands behind it.
import { close, type Fd, recv, send_frame } from 'sys-socket';
import { cap, clients } from '../listen.js';

for (const conn of clients()) {
  serve(conn);
  close(conn);
}

function serve(fd: Fd): void {
  const room = Buffer.alloc(4 + cap);
  let got = 0;
  for (;;) {
    const received = recv(fd, room.subarray(got));
    if (!received.ok && received.error.code === 'EINTR') continue;
    if (!received.ok || received.value === 0) return;
    got += received.value;
    if (got < 4) continue;
    const length = room.readUInt32BE();
    if (length > cap) return;
    if (got < 4 + length) continue;
    if (!send_frame(fd, room.subarray(4, 4 + length)).ok) return;
    got = 0;
  }
}
