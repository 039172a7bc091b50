// Breaks the fourth point: no send is refused, it thinks. The first client that goes away in the middle takes the server with it.
import {
  AF_INET,
  accept,
  bind,
  close,
  type Fd,
  getsockname,
  listen,
  recv_exact,
  SOCK_STREAM,
  send_all,
  sockaddr_in,
  sockaddr_storage,
  socket,
  unwrap,
} from 'sys-socket';

const listener = unwrap(socket(AF_INET, SOCK_STREAM, 0));
unwrap(bind(listener, sockaddr_in('127.0.0.1', 0)));
unwrap(listen(listener, 16));
const name = sockaddr_storage();
unwrap(getsockname(listener, name));
console.log(`listening on ${name}`);

for (;;) {
  const accepted = accept(listener);
  if (!accepted.ok) continue;
  serve(accepted.value);
  unwrap(close(accepted.value));
}

function serve(fd: Fd): void {
  const header = Buffer.alloc(4);
  while (recv_exact(fd, header).ok) {
    if (header.readUInt32BE() > 1 << 20) return;
    const payload = Buffer.alloc(header.readUInt32BE());
    if (!recv_exact(fd, payload).ok) return;
    unwrap(send_all(fd, header));
    unwrap(send_all(fd, payload));
  }
}
