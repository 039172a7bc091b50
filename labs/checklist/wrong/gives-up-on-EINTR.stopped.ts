// Ctrl-Z and fg interrupt a recv that has a timeout (signal(7)), and the server thinks that the client has gone. No fault needed.
import { close, type Fd, recv, SO_RCVTIMEO, SOL_SOCKET, send_frame, setsockopt } from 'sys-socket';
import { cap, clients } from '../listen.js';

for (const conn of clients()) {
  setsockopt(conn, SOL_SOCKET, SO_RCVTIMEO, { tv_sec: 5, tv_usec: 0 });
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
    if (!received.ok || received.value === 0) return false;
    got += received.value;
  }
  return true;
}
