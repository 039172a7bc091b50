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
  MSG_NOSIGNAL,
  MSG_WAITALL,
  recv,
  SO_REUSEADDR,
  SOCK_STREAM,
  SOL_SOCKET,
  sendmsg,
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
  const fd = accepted.value;
  for (let header = take(fd, 4); header !== undefined; header = take(fd, 4)) {
    const length = new DataView(header.buffer).getUint32(0);
    const payload = length > cap ? undefined : take(fd, length);
    if (payload === undefined || !give(fd, [header, payload])) break;
  }
  close(fd);
}

/** A signal ends MSG_WAITALL early, so it needs the loop, too. */
function take(fd: Fd, length: number): Uint8Array | undefined {
  const room = new Uint8Array(length);
  for (let filled = 0; filled < length; ) {
    const got = recv(fd, room.subarray(filled), MSG_WAITALL);
    if (got.ok && got.value > 0) filled += got.value;
    else if (got.ok || got.error.code !== 'EINTR') return undefined;
  }
  return room;
}

function give(fd: Fd, pieces: readonly Uint8Array[]): boolean {
  let rest = pieces.filter(({ length }) => length > 0);
  while (rest.length > 0) {
    const sent = sendmsg(fd, { msg_iov: rest }, MSG_NOSIGNAL);
    if (!sent.ok && sent.error.code !== 'EINTR') return false;
    let gone = sent.ok ? sent.value : 0;
    rest = rest.flatMap((piece) => {
      const cut = Math.min(gone, piece.length);
      gone -= cut;
      return cut < piece.length ? [piece.subarray(cut)] : [];
    });
  }
  return true;
}
