// Run with: npx sys-socket trace exercises/19-many.ts
import {
  AF_INET,
  accept,
  as_sockaddr_in,
  bind,
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
  sockaddr_in,
  socket,
  unwrap,
} from 'sys-socket';

const listener = unwrap(socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0));
unwrap(bind(listener, sockaddr_in('127.0.0.1', 0)));
unwrap(listen(listener, 128));
console.log(`listening on 127.0.0.1:${as_sockaddr_in(unwrap(getsockname(listener)))?.sin_port}`);

/** The answers that wait to be sent, in order; and whether the client has ended its stream. */
interface Client {
  readonly fd: Fd;
  readonly decoder: FrameDecoder;
  readonly queue: Uint8Array[];
  ended: boolean;
}

const high_water = 256 * 1024;
const clients: Client[] = [];
const room = new Uint8Array(10_000);
const waiting = ({ queue }: Client) => queue.reduce((sum, { length }) => sum + length, 0);

for (;;) {
  const fds = clients.map((client) => {
    const wants = client.ended || waiting(client) > high_water ? 0 : POLLIN;
    return { fd: client.fd, events: wants | (client.queue.length > 0 ? POLLOUT : 0), revents: 0 };
  });
  const door = { fd: listener, events: POLLIN, revents: 0 };
  poll([...fds, door], -1);
  for (const [at, client] of [...clients.entries()].reverse()) {
    const { events = 0, revents = 0 } = fds[at] ?? {};
    let alive = true;
    if (events & POLLIN && revents & ~POLLOUT) alive = take(client);
    if (alive) alive = give(client);
    if (alive) continue;
    clients.splice(at, 1);
    close(client.fd);
  }
  if (door.revents === 0) continue;
  const accepted = accept(listener);
  if (accepted.ok) clients.push({ fd: accepted.value, decoder: new FrameDecoder(), queue: [], ended: false });
}

function take(client: Client): boolean {
  const got = recv(client.fd, room, MSG_DONTWAIT);
  if (!got.ok) return got.error.code === 'EAGAIN' || got.error.code === 'EINTR';
  client.ended = got.value === 0;
  const frames = client.decoder.push(room.subarray(0, got.value));
  for (const frame of frames.ok ? frames.value : []) client.queue.push(frame_header(frame.length), frame);
  return frames.ok;
}

function give(client: Client): boolean {
  for (let next = client.queue[0]; next !== undefined; next = client.queue[0]) {
    const sent = send(client.fd, next, MSG_DONTWAIT | MSG_NOSIGNAL);
    if (!sent.ok) return sent.error.code === 'EAGAIN' || sent.error.code === 'EINTR';
    if (sent.value === next.length) client.queue.shift();
    else client.queue[0] = next.subarray(sent.value);
  }
  return !client.ended;
}
