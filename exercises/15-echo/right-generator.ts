// Run with: npx sys-socket trace exercises/15-echo.ts
import {
  AF_INET,
  accept,
  as_sockaddr_in,
  bind,
  close,
  type Fd,
  getsockname,
  listen,
  readv,
  SO_REUSEADDR,
  SOCK_STREAM,
  SOL_SOCKET,
  send_all,
  setsockopt,
  sockaddr_in,
  socket,
  unwrap,
} from 'sys-socket';

const cap = 1 << 20;

const listener = unwrap(socket(AF_INET, SOCK_STREAM, 0));
unwrap(setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, 1));
unwrap(bind(listener, sockaddr_in('127.0.0.1', 0)));
unwrap(listen(listener, 128));
console.log(`listening on 127.0.0.1:${as_sockaddr_in(unwrap(getsockname(listener)))?.sin_port}`);

for (;;) {
  const accepted = accept(listener);
  if (!accepted.ok) continue;
  for (const frame of frames(accepted.value)) if (!send_all(accepted.value, frame).ok) break;
  close(accepted.value);
}

/** Takes the bytes that have arrived, and hands them out frame by frame, each with its header. */
function* frames(fd: Fd): Generator<Buffer, void> {
  const room = [new Uint8Array(100), new Uint8Array(65_536)] as const;
  let rest = Buffer.alloc(0);
  for (;;) {
    while (rest.length >= 4 && rest.length >= 4 + rest.readUInt32BE()) {
      const end = 4 + rest.readUInt32BE();
      yield rest.subarray(0, end);
      rest = rest.subarray(end);
    }
    if (rest.length >= 4 && rest.readUInt32BE() > cap) return;
    const got = readv(fd, room);
    if (!got.ok && got.error.code === 'EINTR') continue;
    if (!got.ok || got.value === 0) return;
    rest = Buffer.concat([rest, Buffer.concat(room).subarray(0, got.value)]);
  }
}
