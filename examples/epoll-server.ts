// An echo server with an epoll set of its own, which Node's event loop watches: one thread, any number of connections, and timers and promises
// beside it. What a peer does not take is kept, and nothing is read from it meanwhile.
//
//   node out/examples/epoll-server.js [PORT]
import {
  AF_INET,
  accept4,
  bind,
  close,
  EPOLL_CTL_ADD,
  EPOLL_CTL_MOD,
  EPOLLIN,
  EPOLLOUT,
  epoll_create1,
  epoll_ctl,
  type Fd,
  getsockname,
  listen,
  MSG_NOSIGNAL,
  recv,
  SO_REUSEADDR,
  SOCK_CLOEXEC,
  SOCK_NONBLOCK,
  SOCK_STREAM,
  SOL_SOCKET,
  send,
  setsockopt,
  sockaddr_in,
  socket,
  unwrap,
} from 'sys-socket';
import { on_ready } from 'sys-socket/promises';

const flags = SOCK_NONBLOCK | SOCK_CLOEXEC;
const listener = unwrap(socket(AF_INET, SOCK_STREAM | flags, 0));
unwrap(setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, 1));
unwrap(bind(listener, sockaddr_in('127.0.0.1', Number(process.argv[2] ?? 9000))));
unwrap(listen(listener, 4096));

const epfd = unwrap(epoll_create1(0));
unwrap(epoll_ctl(epfd, EPOLL_CTL_ADD, listener, { events: EPOLLIN }));

/** What a peer has not taken yet. */
const unsent = new Map<Fd, Uint8Array>();
const buffer = new Uint8Array(65_536);

unwrap(
  on_ready(epfd, (events, count) => {
    for (let i = 0; i < count; ++i) {
      const fd = events.fd(i);
      if (fd === listener) welcome();
      else if (unsent.has(fd)) resume(fd);
      else echo(fd);
    }
  }),
);
console.log(`listening on ${unwrap(getsockname(listener))}`);

function welcome(): void {
  for (;;) {
    const conn = accept4(listener, null, flags);
    if (!conn.ok) return; // EAGAIN, or the peer gave up, or no descriptor is free: level-triggered epoll tells again
    unwrap(epoll_ctl(epfd, EPOLL_CTL_ADD, conn.value, { events: EPOLLIN }));
  }
}

function echo(fd: Fd): void {
  const got = recv(fd, buffer);
  if (got.ok && got.value > 0) deliver(fd, buffer.subarray(0, got.value));
  else if (got.ok || got.error.code !== 'EAGAIN') close(fd);
}

/** Sends, and keeps what is left until there is room: then EPOLLOUT tells, and no longer EPOLLIN. */
function deliver(fd: Fd, bytes: Uint8Array): void {
  const sent = send(fd, bytes, MSG_NOSIGNAL);
  if (!sent.ok && sent.error.code !== 'EAGAIN') {
    end(fd);
    return;
  }
  const taken = sent.ok ? sent.value : 0;
  if (taken === bytes.length) return;
  if (!unsent.has(fd)) unwrap(epoll_ctl(epfd, EPOLL_CTL_MOD, fd, { events: EPOLLOUT }));
  unsent.set(fd, bytes.slice(taken));
}

function resume(fd: Fd): void {
  const bytes = unsent.get(fd);
  if (bytes === undefined) return;
  unsent.delete(fd);
  deliver(fd, bytes);
  if (!unsent.has(fd)) epoll_ctl(epfd, EPOLL_CTL_MOD, fd, { events: EPOLLIN });
}

function end(fd: Fd): void {
  unsent.delete(fd);
  close(fd);
}
