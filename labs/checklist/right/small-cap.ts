// Its cap is 4 KiB, which is its own affair; it listens on all addresses of both families, and handles SIGPIPE by itself.
import {
  AF_INET6,
  accept,
  bind,
  close,
  type Fd,
  getsockname,
  listen,
  recv_frame,
  SOCK_STREAM,
  send,
  sockaddr_in6,
  sockaddr_storage,
  socket,
  unwrap,
} from 'sys-socket';

process.on('SIGPIPE', () => {});
const listener = unwrap(socket(AF_INET6, SOCK_STREAM, 0));
unwrap(bind(listener, sockaddr_in6('::', 0)));
unwrap(listen(listener, 16));
const name = sockaddr_storage();
unwrap(getsockname(listener, name));
console.log(`listening on ${name}`);

for (;;) {
  const accepted = accept(listener);
  if (!accepted.ok) continue;
  serve(accepted.value);
  close(accepted.value);
}

function serve(fd: Fd): void {
  for (;;) {
    const frame = recv_frame(fd, { cap: 4096 });
    if (!frame.ok) return;
    const header = Buffer.alloc(4);
    header.writeUInt32BE(frame.value.length);
    if (!sends(fd, Buffer.concat([header, frame.value]))) return;
  }
}

function sends(fd: Fd, bytes: Buffer): boolean {
  for (let sent = 0; sent < bytes.length; ) {
    const taken = send(fd, bytes.subarray(sent));
    if (taken.ok) sent += taken.value;
    else if (taken.error.code !== 'EINTR') return false;
  }
  return true;
}
