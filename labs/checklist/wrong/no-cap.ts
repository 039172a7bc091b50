// Breaks the second point: believes any length. It waits for 4 GiB that nobody sends, until its deadline; and a deadline is no cap.
import {
  AF_INET,
  accept,
  bind,
  close,
  deadline_in,
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
  const piece = Buffer.alloc(65536);
  while (recv_exact(fd, header, { deadline: deadline_in(2000) }).ok) {
    if (!send_all(fd, header).ok) return;
    for (let left = header.readUInt32BE(); left > 0; ) {
      const part = piece.subarray(0, Math.min(left, piece.length));
      if (!recv_exact(fd, part, { deadline: deadline_in(2000) }).ok || !send_all(fd, part).ok) return;
      left -= part.length;
    }
  }
}
