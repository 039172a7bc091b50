// Reads and writes the length as this machine keeps numbers: the lowest byte first.
import { close, type Fd, recv_exact, send_all } from 'sys-socket';
import { cap, clients } from '../listen.js';

for (const conn of clients()) {
  serve(conn);
  close(conn);
}

function serve(fd: Fd): void {
  const header = Buffer.alloc(4);
  while (recv_exact(fd, header).ok) {
    if (header.readUInt32LE() > cap) return;
    const payload = Buffer.alloc(header.readUInt32LE());
    if (!recv_exact(fd, payload).ok || !send_all(fd, header).ok || !send_all(fd, payload).ok) return;
  }
}
