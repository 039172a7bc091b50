// The wrong twin: takes what one recv(2) gives for a frame, and what one send(2) takes for all. On loopback, by hand, it works.
import {
  AF_INET,
  accept,
  bind,
  close,
  type Fd,
  getsockname,
  listen,
  recv,
  SOCK_STREAM,
  send,
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

const room = Buffer.alloc(2 << 20);
for (;;) {
  const accepted = accept(listener);
  if (!accepted.ok) continue;
  serve(accepted.value);
  unwrap(close(accepted.value));
}

function serve(fd: Fd): void {
  for (;;) {
    const received = recv(fd, room);
    if (!received.ok || received.value === 0) return;
    const length = room.readUInt32BE();
    if (length > 1 << 20) return;
    send(fd, room.subarray(0, 4 + length)); // wrong: it may be less than a frame, or more, or not all of it may go
  }
}
