// One thread, many clients: poll, MSG_DONTWAIT, and for each client what it has sent and what it has not taken.
import {
  accept,
  close,
  type Fd,
  FrameDecoder,
  frame_header,
  MSG_DONTWAIT,
  MSG_NOSIGNAL,
  POLLIN,
  POLLOUT,
  poll,
  recv,
  send,
} from 'sys-socket';
import { cap, listening } from '../listen.js';

interface Client {
  readonly fd: Fd;
  readonly decoder: FrameDecoder;
  unsent: Buffer;
  ended: boolean;
}

const listener = listening();
const clients = new Map<Fd, Client>();
const room = Buffer.alloc(65536);

for (;;) {
  const waiting = [...clients.values()].map(({ fd, unsent, ended }) => ({
    fd,
    events: (unsent.length > 0 ? POLLOUT : 0) | (ended || unsent.length > cap ? 0 : POLLIN),
    revents: 0,
  }));
  const fds = [{ fd: listener, events: POLLIN, revents: 0 }, ...waiting];
  if (!poll(fds, -1).ok) continue;
  for (const { fd, revents } of fds) {
    if (revents === 0) continue;
    const client = clients.get(fd);
    if (client === undefined) welcome();
    else if (!serve(client, revents)) {
      close(fd);
      clients.delete(fd);
    }
  }
}

function welcome(): void {
  const accepted = accept(listener);
  if (!accepted.ok) return;
  clients.set(accepted.value, {
    fd: accepted.value,
    decoder: new FrameDecoder({ cap }),
    unsent: Buffer.alloc(0),
    ended: false,
  });
}

/** False when it is over. Nothing here waits, so nothing is interrupted. */
function serve(client: Client, revents: number): boolean {
  if (revents & ~POLLOUT && !client.ended) {
    const received = recv(client.fd, room, MSG_DONTWAIT);
    if (!received.ok && received.error.code !== 'EAGAIN') return false;
    if (received.ok && received.value === 0) client.ended = true;
    const frames = client.decoder.push(room.subarray(0, received.ok ? received.value : 0));
    if (!frames.ok) return false;
    const answers = frames.value.flatMap((frame) => [frame_header(frame.length), frame]);
    client.unsent = Buffer.concat([client.unsent, ...answers]);
  }
  while (client.unsent.length > 0) {
    const sent = send(client.fd, client.unsent, MSG_DONTWAIT | MSG_NOSIGNAL);
    if (!sent.ok) return sent.error.code === 'EAGAIN';
    client.unsent = client.unsent.subarray(sent.value);
  }
  return !client.ended;
}
