// Run with: npx sys-socket trace exercises/19-many.ts
import {
  AF_INET,
  accept,
  as_sockaddr_in,
  close,
  type Fd,
  FrameDecoder,
  frame_header,
  getsockname,
  listen,
  MSG_DONTWAIT,
  MSG_NOSIGNAL,
  POLLIN,
  POLLOUT,
  poll,
  recv,
  SOCK_NONBLOCK,
  SOCK_STREAM,
  send,
  socket,
  unwrap,
} from 'sys-socket';

const listener = unwrap(socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0));
unwrap(listen(listener, 128));
console.log(`listening on 127.0.0.1:${as_sockaddr_in(unwrap(getsockname(listener)))?.sin_port}`);

interface Client {
  readonly decoder: FrameDecoder;
  /** Answers that it has not taken yet. */
  unsent: Buffer;
}

const clients = new Map<Fd, Client>();
const room = Buffer.alloc(65_536);

for (;;) {
  const waits = [...clients].map(([fd, { unsent }]) => ({
    fd,
    events: unsent.length > 0 ? POLLOUT : POLLIN,
    revents: 0,
  }));
  const fds = [{ fd: listener, events: POLLIN, revents: 0 }, ...waits];
  if (!poll(fds, -1).ok) continue; // EINTR
  for (const { fd, revents } of fds) {
    if (revents === 0) continue;
    const client = clients.get(fd);
    if (client === undefined) welcome();
    else if (!serve(fd, client)) {
      clients.delete(fd);
      close(fd);
    }
  }
}

function welcome(): void {
  const accepted = accept(listener);
  if (accepted.ok) clients.set(accepted.value, { decoder: new FrameDecoder(), unsent: Buffer.alloc(0) });
}

/** One step of one client. A call that would sleep is left for the next step. False if the connection is over. */
function serve(fd: Fd, client: Client): boolean {
  if (client.unsent.length === 0) {
    const got = recv(fd, room, MSG_DONTWAIT);
    if (!got.ok) return got.error.code === 'EAGAIN' || got.error.code === 'EINTR';
    const frames = client.decoder.push(room.subarray(0, got.value));
    if (got.value === 0 || !frames.ok) return false;
    client.unsent = Buffer.concat(frames.value.flatMap((frame) => [frame_header(frame.length), frame]));
    if (client.unsent.length === 0) return true;
  }
  const sent = send(fd, client.unsent, MSG_DONTWAIT | MSG_NOSIGNAL);
  if (!sent.ok) return sent.error.code === 'EAGAIN' || sent.error.code === 'EINTR';
  client.unsent = client.unsent.subarray(sent.value);
  return true;
}
