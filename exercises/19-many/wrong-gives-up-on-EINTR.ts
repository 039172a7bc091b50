// Run with: npx sys-socket trace exercises/19-many.ts
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

/** Each client is a coroutine, which yields when a call fails with EAGAIN. */
function* session(fd: Fd): Generator<void, void> {
  const cap = 1 << 20;
  let all = Buffer.alloc(0);
  for (;;) {
    const room = [Buffer.alloc(100), Buffer.alloc(32_000)];
    const got = readv(fd, room);
    if (!got.ok && got.error.code === 'EAGAIN') yield;
    else if (!got.ok && got.error.code !== 'EINTR') return;
    if (!got.ok) continue;
    if (got.value === 0) return;
    all = Buffer.concat([all, Buffer.concat(room).subarray(0, got.value)]);
    while (all.length >= 4 && all.length >= 4 + all.readUInt32BE()) {
      const end = 4 + all.readUInt32BE();
      for (let at = 0; at < end; ) {
        const sent = sendmsg(fd, { msg_iov: [all.subarray(at, end)] }, MSG_NOSIGNAL);
        if (sent.ok) at += sent.value;
        else if (sent.error.code === 'EAGAIN') yield;
        else if (sent.error.code !== 'EINTR') return;
      }
      all = all.subarray(end);
    }
    if (all.length >= 4 && all.readUInt32BE() > cap) return;
  }
}

const set = unwrap(epoll_create1(0));
const edges = EPOLLIN | EPOLLOUT | EPOLLET;
unwrap(epoll_ctl(set, EPOLL_CTL_ADD, listener, { events: EPOLLIN | EPOLLET, data: listener }));
const sessions = new Map<Fd, Generator<void, void>>();
const events = epoll_events(8);

for (;;) {
  const ready = unwrap(epoll_wait(set, events, -1));
  for (let i = 0; i < ready; i++) {
    const fd = events.fd(i);
    if (fd === listener) welcome();
    else if (sessions.get(fd)?.next().done) {
      sessions.delete(fd);
      close(fd);
    }
  }
}

function welcome(): void {
  for (;;) {
    const accepted = accept4(listener, null, SOCK_NONBLOCK);
    if (!accepted.ok && accepted.error.code === 'EAGAIN') return;
    if (!accepted.ok) continue;
    sessions.set(accepted.value, session(accepted.value));
    unwrap(epoll_ctl(set, EPOLL_CTL_ADD, accepted.value, { events: edges, data: accepted.value }));
  }
}
