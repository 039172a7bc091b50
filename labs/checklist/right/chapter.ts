// The chapter's own server (0.5.1): one frame a connection. With a cap, and with MSG_NOSIGNAL.
import { close, type Fd, MSG_NOSIGNAL, recv, send } from 'sys-socket';
import { cap, clients } from '../listen.js';

for (const conn of clients()) {
  serve(conn);
  close(conn);
}

function serve(fd: Fd): void {
  const header = Buffer.alloc(4);
  if (!recv_exact(fd, header) || header.readUInt32BE() > cap) return;
  const payload = Buffer.alloc(header.readUInt32BE());
  if (!recv_exact(fd, payload)) return;
  if (send_all(fd, header)) send_all(fd, payload);
}

function recv_exact(fd: Fd, buffer: Buffer): boolean {
  for (let got = 0; got < buffer.length; ) {
    const received = recv(fd, buffer.subarray(got));
    if (!received.ok && received.error.code === 'EINTR') continue;
    if (!received.ok || received.value === 0) return false;
    got += received.value;
  }
  return true;
}

function send_all(fd: Fd, buffer: Buffer): boolean {
  for (let sent = 0; sent < buffer.length; ) {
    const taken = send(fd, buffer.subarray(sent), MSG_NOSIGNAL);
    if (taken.ok) sent += taken.value;
    else if (taken.error.code !== 'EINTR') return false;
  }
  return true;
}
