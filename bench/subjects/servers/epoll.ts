// A thread that sleeps in epoll_wait(2): bench/floor/server.cc with this package. Each connection has one request of 64 B under way, so the
// answer always fits into the send buffer. examples/echo-service.ts keeps answers that do not fit.
//
//   node out/bench/subjects/servers/epoll.js
import * as sys from 'sys-socket';
import { listening } from './listening.js';

const { unwrap } = sys;

const listener = listening();
const epfd = unwrap(sys.epoll_create1(0));
const events = sys.epoll_events(256);
const buffer = new Uint8Array(65_536);
watch(listener);

for (;;) {
  const count = unwrap(sys.epoll_wait(epfd, events, -1));
  for (let i = 0; i < count; i++) {
    const fd = events.fd(i);
    if (fd === listener) welcome();
    else echo(fd);
  }
}

function watch(fd: sys.Fd): void {
  unwrap(sys.epoll_ctl(epfd, sys.EPOLL_CTL_ADD, fd, { events: sys.EPOLLIN }));
}

function welcome(): void {
  for (;;) {
    const conn = sys.accept4(listener, null, sys.SOCK_NONBLOCK | sys.SOCK_CLOEXEC);
    if (!conn.ok) return;
    watch(conn.value);
  }
}

function echo(fd: sys.Fd): void {
  const got = sys.recv(fd, buffer);
  if (!got.ok && got.error.code === 'EAGAIN') return;
  const count = got.ok ? got.value : 0;
  const sent = count > 0 ? sys.send(fd, buffer.subarray(0, count), sys.MSG_NOSIGNAL) : got;
  if (!sent.ok || sent.value !== count || count === 0) sys.close(fd);
}
