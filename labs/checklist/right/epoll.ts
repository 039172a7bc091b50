// Descriptors with O_NONBLOCK in an epoll set. A frame is answered before the next is read.
import {
  accept4,
  close,
  EPOLL_CTL_ADD,
  EPOLLIN,
  epoll_create1,
  epoll_ctl,
  epoll_events,
  epoll_wait,
  type Fd,
  FrameDecoder,
  recv,
  SOCK_NONBLOCK,
  send_frame,
  unwrap,
} from 'sys-socket';
import { cap, listening } from '../listen.js';

const listener = listening();
const set = unwrap(epoll_create1(0));
unwrap(epoll_ctl(set, EPOLL_CTL_ADD, listener, { events: EPOLLIN, data: listener }));
const clients = new Map<Fd, FrameDecoder>();
const ready = epoll_events(16);
const room = Buffer.alloc(65536);

for (;;) {
  const count = epoll_wait(set, ready, -1);
  if (!count.ok) continue;
  for (let i = 0; i < count.value; i += 1) {
    const fd = ready.fd(i);
    const decoder = clients.get(fd);
    if (decoder === undefined) welcome();
    else if (!serve(fd, decoder)) {
      clients.delete(fd);
      close(fd);
    }
  }
}

function welcome(): void {
  const accepted = accept4(listener, null, SOCK_NONBLOCK);
  if (!accepted.ok) return;
  clients.set(accepted.value, new FrameDecoder({ cap }));
  unwrap(epoll_ctl(set, EPOLL_CTL_ADD, accepted.value, { events: EPOLLIN, data: accepted.value }));
}

function serve(fd: Fd, decoder: FrameDecoder): boolean {
  const received = recv(fd, room);
  if (!received.ok) return received.error.code === 'EAGAIN';
  if (received.value === 0) return false;
  const frames = decoder.push(room.subarray(0, received.value));
  return frames.ok && frames.value.every((frame) => send_frame(fd, frame, { deadline: 5000 }).ok);
}
