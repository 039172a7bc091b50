// The rows of bench/floor/micro.cc with this package. Each creates what it needs, and returns one step.
import {
  AF_INET,
  AF_UNIX,
  accept,
  bind,
  close,
  connect,
  EPOLL_CTL_ADD,
  EPOLL_CTL_MOD,
  EPOLLIN,
  epoll_create1,
  epoll_ctl,
  epoll_events,
  epoll_wait,
  eventfd,
  F_GETFL,
  type Fd,
  FrameReader,
  fcntl,
  getsockname,
  getsockopt,
  IPPROTO_TCP,
  listen,
  MSG_DONTWAIT,
  MSG_NOSIGNAL,
  POLLIN,
  poll,
  type Result,
  read,
  recv,
  recv_frame,
  recv_frame_into,
  recvmsg,
  SO_LINGER,
  SO_RCVBUF,
  SOCK_STREAM,
  SOL_SOCKET,
  send,
  send_frame,
  sendmsg,
  setsockopt,
  sockaddr,
  sockaddr_in,
  sockaddr_storage,
  socket,
  socketpair,
  struct_view,
  TCP_CLOSE,
  TCP_INFO,
  TCP_NODELAY,
  tcp_info,
  unwrap,
  write,
  writev,
} from 'sys-socket';
import { datagrams } from './datagrams.js';
import { type Step, wrong } from './kit.js';

const message = new Uint8Array(64);
const buffer = new Uint8Array(64);
const family_alone = new Uint8Array(Uint16Array.of(AF_UNIX).buffer);

function pair(): readonly [Fd, Fd] {
  return unwrap(socketpair(AF_UNIX, SOCK_STREAM, 0));
}

/** A step that sends 64 B and receives them. */
function both(send: (fd: Fd) => Result<number, unknown>, receive: (fd: Fd) => Result<number, unknown>) {
  const [left, right] = pair();
  return () => {
    const sent = send(left);
    if (!sent.ok || sent.value !== message.length) wrong('send');
    const received = receive(right);
    if (!received.ok || received.value !== message.length) wrong('receive');
  };
}

const receive: (fd: Fd) => Result<number, unknown> = (fd) => recv(fd, buffer, 0);
const halves = [message.subarray(0, 4), message.subarray(4)];

function counters(count: number): Fd[] {
  return Array.from({ length: count }, () => unwrap(eventfd(1, 0)));
}

function epoll_ready(ready: number): Step {
  const epfd = unwrap(epoll_create1(0));
  for (const fd of counters(ready)) {
    unwrap(epoll_ctl(epfd, EPOLL_CTL_ADD, fd, { events: EPOLLIN, data: fd }));
  }
  const events = epoll_events(64);
  return () => {
    const came = epoll_wait(epfd, events, -1);
    if (!came.ok || came.value !== ready) wrong('epoll_wait');
  };
}

function poll_ready(ready: number): Step {
  const waiting = counters(ready).map((fd) => ({ fd, events: POLLIN, revents: 0 }));
  return () => {
    const came = poll(waiting, -1);
    if (!came.ok || came.value !== ready || waiting[ready - 1]?.revents !== POLLIN) wrong('poll');
  };
}

function tcp(): Fd {
  return unwrap(socket(AF_INET, SOCK_STREAM, 0));
}

/** A step that sends a frame and receives it, each time in a new array. */
function frame(size: number): Step {
  const [left, right] = pair();
  const payload = new Uint8Array(size);
  return () => {
    if (!send_frame(left, payload).ok) wrong('send_frame');
    const frame = recv_frame(right);
    if (!frame.ok || frame.value.length !== size) wrong('recv_frame');
  };
}

export const rows: Readonly<Record<string, () => Step>> = {
  ...datagrams,
  pair: () => both((fd) => send(fd, message, MSG_NOSIGNAL), receive),
  eagain() {
    const [left] = pair();
    return () => {
      const received = recv(left, buffer, MSG_DONTWAIT);
      if (received.ok || received.error.code !== 'EAGAIN') wrong('recv');
    };
  },
  'write-read': () =>
    both(
      (fd) => write(fd, message),
      (fd) => read(fd, buffer),
    ),
  fcntl() {
    const [left] = pair();
    return () => {
      if (!fcntl(left, F_GETFL).ok) wrong('fcntl');
    };
  },
  sendmsg: () => both((fd) => sendmsg(fd, { msg_iov: halves }, MSG_NOSIGNAL), receive),
  recvmsg() {
    const [left, right] = pair();
    return () => {
      if (!send(left, message, MSG_NOSIGNAL).ok) wrong('send');
      const came = recvmsg(right, { msg_iov: halves });
      if (!came.ok || came.value.received !== message.length) wrong('recvmsg');
    };
  },
  writev: () =>
    both(
      (fd) => writev(fd, halves),
      (fd) => read(fd, buffer),
    ),
  'epoll_wait-1': () => epoll_ready(1),
  'epoll_wait-64': () => epoll_ready(64),
  epoll_ctl() {
    const epfd = unwrap(epoll_create1(0));
    const [fd] = counters(1);
    if (fd === undefined) wrong('eventfd');
    const event = { events: EPOLLIN, data: fd };
    unwrap(epoll_ctl(epfd, EPOLL_CTL_ADD, fd, event));
    return () => {
      if (!epoll_ctl(epfd, EPOLL_CTL_MOD, fd, event).ok) wrong('epoll_ctl');
    };
  },
  'poll-1': () => poll_ready(1),
  'poll-64': () => poll_ready(64),
  'getsockopt-int'() {
    const fd = tcp();
    return () => {
      const got = getsockopt(fd, SOL_SOCKET, SO_RCVBUF);
      if (!got.ok || got.value === 0) wrong('getsockopt');
    };
  },
  'setsockopt-int'() {
    const fd = tcp();
    return () => {
      if (!setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, 0).ok) wrong('setsockopt');
    };
  },
  'getsockopt-struct'() {
    const fd = tcp();
    return () => {
      const got = getsockopt(fd, SOL_SOCKET, SO_LINGER);
      if (!got.ok || got.value.l_onoff !== 0) wrong('getsockopt');
    };
  },
  'setsockopt-struct'() {
    const fd = tcp();
    const linger = { l_onoff: 0, l_linger: 0 };
    return () => {
      if (!setsockopt(fd, SOL_SOCKET, SO_LINGER, linger).ok) wrong('setsockopt');
    };
  },
  'getsockopt-tcp_info'() {
    const fd = tcp();
    const info = struct_view(tcp_info);
    return () => {
      if (!getsockopt(fd, IPPROTO_TCP, TCP_INFO, info).ok || info.tcpi_state !== TCP_CLOSE) wrong('getsockopt');
    };
  },
  'getsockopt-tcp_info-value'() {
    const fd = tcp();
    return () => {
      const got = getsockopt(fd, IPPROTO_TCP, TCP_INFO);
      if (!got.ok || got.value.tcpi_state !== TCP_CLOSE) wrong('getsockopt');
    };
  },
  getsockname() {
    const fd = tcp();
    unwrap(bind(fd, sockaddr_in('127.0.0.1', 0)));
    const own = unwrap(getsockname(fd)).sin_port;
    const name = sockaddr_storage();
    return () => {
      if (!getsockname(fd, name).ok || name.sin_port !== own) wrong('getsockname');
    };
  },
  accept() {
    const listener = unwrap(socket(AF_UNIX, SOCK_STREAM, 0));
    unwrap(bind(listener, sockaddr(family_alone))); // unix(7), autobind
    unwrap(listen(listener, 8));
    const own = unwrap(getsockname(listener));
    const peer = sockaddr_storage();
    return () => {
      const client = socket(AF_UNIX, SOCK_STREAM, 0);
      if (!client.ok || !connect(client.value, own).ok) wrong('connect');
      const conn = accept(listener, peer);
      if (!conn.ok || !close(conn.value).ok || !close(client.value).ok) wrong('accept');
    };
  },
  'frame-64': () => frame(64),
  'frame-64k': () => frame(65_536),
  'frame-64k-into'() {
    const [left, right] = pair();
    const payload = new Uint8Array(65_536);
    const into = new Uint8Array(65_536);
    return () => {
      if (!send_frame(left, payload).ok) wrong('send_frame');
      const came = recv_frame_into(right, into);
      if (!came.ok || came.value !== into.length) wrong('recv_frame_into');
    };
  },
  'frame-64-reader'() {
    const [left, right] = pair();
    const reader = new FrameReader(right);
    return () => {
      if (!send_frame(left, message).ok) wrong('send_frame');
      const frame = reader.next();
      if (!frame.ok || frame.value.length !== message.length) wrong('FrameReader');
    };
  },
};
