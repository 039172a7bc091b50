// recvmsg and sendmsg.
import { close, type Fd, MSG_NOSIGNAL, recvmsg, sendmsg } from 'sys-socket';
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
    if (!fills(fd, payload) || !sends(fd, Buffer.concat([header, payload]))) return;
  }
}

function fills(fd: Fd, buffer: Buffer): boolean {
  for (let got = 0; got < buffer.length; ) {
    const message = recvmsg(fd, { msg_iov: [buffer.subarray(got)] });
    if (!message.ok && message.error.code === 'EINTR') continue;
    if (!message.ok || message.value.received === 0) return false;
    got += message.value.received;
  }
  return true;
}

function sends(fd: Fd, bytes: Buffer): boolean {
  for (let sent = 0; sent < bytes.length; ) {
    const taken = sendmsg(fd, { msg_iov: [bytes.subarray(sent)] }, MSG_NOSIGNAL);
    if (taken.ok) sent += taken.value;
    else if (taken.error.code !== 'EINTR') return false;
  }
  return true;
}
