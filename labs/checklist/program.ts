// The framed echo server that keeps all four points of the chapter's list (0.8.2), one client at a time.
import {
  AF_INET,
  accept,
  bind,
  deadline_in,
  type Fd,
  getsockname,
  listen,
  own,
  recv_frame,
  SOCK_STREAM,
  send_frame,
  sockaddr_in,
  sockaddr_storage,
  socket,
  unwrap,
} from 'sys-socket';

const cap = 1 << 20;

const listener = unwrap(socket(AF_INET, SOCK_STREAM, 0));
unwrap(bind(listener, sockaddr_in('127.0.0.1', 0)));
unwrap(listen(listener, 16));
const name = sockaddr_storage();
unwrap(getsockname(listener, name));
console.log(`listening on ${name}`);

for (;;) {
  const accepted = accept(listener);
  if (!accepted.ok) continue; // EINTR, or a client that has gone: the next one
  using conn = own(accepted.value);
  serve(conn.fd);
}

/** Sends back each frame as it came, in bytes, until the client ends, or breaks the rules. */
function serve(fd: Fd): void {
  for (;;) {
    const frame = recv_frame(fd, { cap, deadline: deadline_in(20_000) });
    if (!frame.ok) return;
    if (!send_frame(fd, frame.value, { deadline: deadline_in(20_000) }).ok) return; // EPIPE, never SIGPIPE
  }
}
