import {
  AF_INET,
  accept4,
  as_sockaddr_in,
  bind,
  close,
  EPOLL_CTL_ADD,
  EPOLLET,
  EPOLLIN,
  EPOLLOUT,
  EPOLLRDHUP,
  epoll_create1,
  epoll_ctl,
  epoll_events,
  epoll_wait,
  type Fd,
  getsockname,
  listen,
  MSG_NOSIGNAL,
  readv,
  SOCK_NONBLOCK,
  SOCK_STREAM,
  sendmsg,
  sockaddr_in,
  socket,
  unwrap,
} from 'sys-socket';

const listener = unwrap(socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0));
unwrap(bind(listener, sockaddr_in('127.0.0.1', 0)));
unwrap(listen(listener, 128));
console.log(`listening on 127.0.0.1:${as_sockaddr_in(unwrap(getsockname(listener)))?.sin_port}`);

const set = unwrap(epoll_create1(0));
unwrap(epoll_ctl(set, EPOLL_CTL_ADD, listener, { events: EPOLLIN | EPOLLET }));

/** The conversation with one client, as if it were alone: after EAGAIN it is left until the next edge. */
function* talk(fd: Fd): Generator<void, void> {
  function* exactly(n: number): Generator<void, Buffer | undefined> {
    const room = Buffer.alloc(n);
    for (let at = 0; at < n; ) {
      const got = readv(fd, [room.subarray(at)]);
      if (got.ok && got.value === 0) return undefined;
      if (got.ok) at += got.value;
      else if (got.error.code === 'EAGAIN') yield;
      else if (got.error.code !== 'EINTR') return undefined;
    }
    return room;
  }
  for (;;) {
    const head = yield* exactly(4);
    if (head === undefined) return;
    const length = head.readUInt32BE();
    if (length > 1 << 20) return;
    const body = yield* exactly(length);
    if (body === undefined) return;
    const frame = Buffer.concat([head, body]);
    for (let at = 0; at < frame.length; ) {
      const sent = sendmsg(fd, { msg_iov: [frame.subarray(at)] }, MSG_NOSIGNAL);
      if (sent.ok) at += sent.value;
      else if (sent.error.code === 'EAGAIN') yield;
      else if (sent.error.code !== 'EINTR') return;
    }
  }
}

const clients = new Map<Fd, Generator<void, void>>();
const events = epoll_events(64);

for (;;) {
  const ready = epoll_wait(set, events, -1);
  for (let i = 0; ready.ok && i < ready.value; i++) {
    const fd = events.fd(i);
    if (fd === listener) {
      for (;;) {
        const accepted = accept4(listener, null, SOCK_NONBLOCK);
        if (!accepted.ok && accepted.error.code === 'EAGAIN') break;
        if (!accepted.ok) continue;
        clients.set(accepted.value, talk(accepted.value));
        unwrap(epoll_ctl(set, EPOLL_CTL_ADD, accepted.value, { events: EPOLLIN | EPOLLOUT | EPOLLRDHUP | EPOLLET }));
      }
    } else if (clients.get(fd)?.next().done) {
      clients.delete(fd);
      close(fd);
    }
  }
}
