// Run with: npx sys-socket trace exercises/19-many.ts
import {
  AF_INET,
  accept,
  as_sockaddr_in,
  bind,
  close,
  type Fd,
  getsockname,
  listen,
  POLLIN,
  poll,
  recv_frame,
  SOCK_NONBLOCK,
  SOCK_STREAM,
  send_frame,
  sockaddr_in,
  socket,
  unwrap,
} from 'sys-socket';

const listener = unwrap(socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0));
unwrap(bind(listener, sockaddr_in('127.0.0.1', 0)));
unwrap(listen(listener, 128));
console.log(`listening on 127.0.0.1:${as_sockaddr_in(unwrap(getsockname(listener)))?.sin_port}`);

const clients = new Set<Fd>();

for (;;) {
  const fds = [listener, ...clients].map((fd) => ({ fd, events: POLLIN, revents: 0 }));
  if (!poll(fds, -1).ok) continue;
  for (const { fd, revents } of fds) {
    if (revents === 0) continue;
    if (fd === listener) {
      const accepted = accept(listener);
      if (accepted.ok) clients.add(accepted.value);
    } else {
      const frame = recv_frame(fd);
      if (frame.ok && send_frame(fd, frame.value).ok) continue;
      clients.delete(fd);
      close(fd);
    }
  }
}
