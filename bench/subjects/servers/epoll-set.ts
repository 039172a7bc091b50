// An echo server around an epoll set: bench/floor/server.cc with this package. Each connection has one request of 64 B under way, so the
// answer always fits into the send buffer. examples/echo-service.ts keeps answers that do not fit.
import * as sys from 'sys-socket';
import { listening } from './listening.js';

const { unwrap } = sys;

const listener = listening();
/** The set, of the listener and all connections. */
export const epfd = unwrap(sys.epoll_create1(0));
const buffer = new Uint8Array(65_536);
/** The received bytes: the view is made when there are more or fewer than last time. */
let received = buffer.subarray(0, 0);
watch(listener);

/** Answers what `epoll_wait` has reported. */
export function serve(events: sys.EpollEvents, count: number): void {
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
  if (received.length !== count) received = buffer.subarray(0, count);
  const sent = count > 0 ? sys.send(fd, received, sys.MSG_NOSIGNAL) : got;
  if (!sent.ok || sent.value !== count || count === 0) sys.close(fd);
}
