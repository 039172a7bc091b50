// The rows of bench/floor/micro.cc with this package. Each creates what it needs, and returns one step.
import * as sys from 'sys-socket';
import { datagrams } from './datagrams.js';
import { type Step, wrong } from './kit.js';

const { unwrap } = sys;

const message = new Uint8Array(64);
const buffer = new Uint8Array(64);
const family_alone = new Uint8Array(Uint16Array.of(sys.AF_UNIX).buffer);

function pair(): readonly [sys.Fd, sys.Fd] {
  return unwrap(sys.socketpair(sys.AF_UNIX, sys.SOCK_STREAM, 0));
}

/** A step that sends 64 B and receives them. */
function both(send: (fd: sys.Fd) => sys.Result<number, unknown>, receive: (fd: sys.Fd) => sys.Result<number, unknown>) {
  const [left, right] = pair();
  return () => {
    const sent = send(left);
    if (!sent.ok || sent.value !== message.length) wrong('send');
    const received = receive(right);
    if (!received.ok || received.value !== message.length) wrong('receive');
  };
}

const recv: (fd: sys.Fd) => sys.Result<number, unknown> = (fd) => sys.recv(fd, buffer, 0);
const halves = [message.subarray(0, 4), message.subarray(4)];

function counters(count: number): sys.Fd[] {
  return Array.from({ length: count }, () => unwrap(sys.eventfd(1, 0)));
}

function epoll_ready(ready: number): Step {
  const epfd = unwrap(sys.epoll_create1(0));
  for (const fd of counters(ready)) {
    unwrap(sys.epoll_ctl(epfd, sys.EPOLL_CTL_ADD, fd, { events: sys.EPOLLIN, data: fd }));
  }
  const events = sys.epoll_events(64);
  return () => {
    const came = sys.epoll_wait(epfd, events, -1);
    if (!came.ok || came.value !== ready) wrong('epoll_wait');
  };
}

function poll_ready(ready: number): Step {
  const waiting = counters(ready).map((fd) => ({ fd, events: sys.POLLIN, revents: 0 }));
  return () => {
    const came = sys.poll(waiting, -1);
    if (!came.ok || came.value !== ready || waiting[ready - 1]?.revents !== sys.POLLIN) wrong('poll');
  };
}

function tcp(): sys.Fd {
  return unwrap(sys.socket(sys.AF_INET, sys.SOCK_STREAM, 0));
}

/** A step that sends a frame and receives it, each time in a new array. */
function frame(size: number): Step {
  const [left, right] = pair();
  const payload = new Uint8Array(size);
  return () => {
    if (!sys.send_frame(left, payload).ok) wrong('send_frame');
    const frame = sys.recv_frame(right);
    if (!frame.ok || frame.value.length !== size) wrong('recv_frame');
  };
}

export const rows: Readonly<Record<string, () => Step>> = {
  ...datagrams,
  pair: () => both((fd) => sys.send(fd, message, sys.MSG_NOSIGNAL), recv),
  eagain() {
    const [left] = pair();
    return () => {
      const received = sys.recv(left, buffer, sys.MSG_DONTWAIT);
      if (received.ok || received.error.code !== 'EAGAIN') wrong('recv');
    };
  },
  'write-read': () =>
    both(
      (fd) => sys.write(fd, message),
      (fd) => sys.read(fd, buffer),
    ),
  fcntl() {
    const [left] = pair();
    return () => {
      if (!sys.fcntl(left, sys.F_GETFL).ok) wrong('fcntl');
    };
  },
  sendmsg: () => both((fd) => sys.sendmsg(fd, { msg_iov: halves }, sys.MSG_NOSIGNAL), recv),
  recvmsg() {
    const [left, right] = pair();
    return () => {
      if (!sys.send(left, message, sys.MSG_NOSIGNAL).ok) wrong('send');
      const came = sys.recvmsg(right, { msg_iov: halves });
      if (!came.ok || came.value.received !== message.length) wrong('recvmsg');
    };
  },
  writev: () =>
    both(
      (fd) => sys.writev(fd, halves),
      (fd) => sys.read(fd, buffer),
    ),
  'epoll_wait-1': () => epoll_ready(1),
  'epoll_wait-64': () => epoll_ready(64),
  epoll_ctl() {
    const epfd = unwrap(sys.epoll_create1(0));
    const [fd] = counters(1);
    if (fd === undefined) wrong('eventfd');
    const event = { events: sys.EPOLLIN, data: fd };
    unwrap(sys.epoll_ctl(epfd, sys.EPOLL_CTL_ADD, fd, event));
    return () => {
      if (!sys.epoll_ctl(epfd, sys.EPOLL_CTL_MOD, fd, event).ok) wrong('epoll_ctl');
    };
  },
  'poll-1': () => poll_ready(1),
  'poll-64': () => poll_ready(64),
  'getsockopt-int'() {
    const fd = tcp();
    return () => {
      const got = sys.getsockopt(fd, sys.SOL_SOCKET, sys.SO_RCVBUF);
      if (!got.ok || got.value === 0) wrong('getsockopt');
    };
  },
  'setsockopt-int'() {
    const fd = tcp();
    return () => {
      if (!sys.setsockopt(fd, sys.IPPROTO_TCP, sys.TCP_NODELAY, 0).ok) wrong('setsockopt');
    };
  },
  'getsockopt-struct'() {
    const fd = tcp();
    return () => {
      const got = sys.getsockopt(fd, sys.SOL_SOCKET, sys.SO_LINGER);
      if (!got.ok || got.value.l_onoff !== 0) wrong('getsockopt');
    };
  },
  'setsockopt-struct'() {
    const fd = tcp();
    const linger = { l_onoff: 0, l_linger: 0 };
    return () => {
      if (!sys.setsockopt(fd, sys.SOL_SOCKET, sys.SO_LINGER, linger).ok) wrong('setsockopt');
    };
  },
  'getsockopt-tcp_info'() {
    const fd = tcp();
    const info = sys.struct_view(sys.tcp_info);
    return () => {
      if (!sys.getsockopt(fd, sys.IPPROTO_TCP, sys.TCP_INFO, info).ok || info.tcpi_state !== sys.TCP_CLOSE)
        wrong('getsockopt');
    };
  },
  'getsockopt-tcp_info-value'() {
    const fd = tcp();
    return () => {
      const got = sys.getsockopt(fd, sys.IPPROTO_TCP, sys.TCP_INFO);
      if (!got.ok || got.value.tcpi_state !== sys.TCP_CLOSE) wrong('getsockopt');
    };
  },
  getsockname() {
    const fd = tcp();
    unwrap(sys.bind(fd, sys.sockaddr_in('127.0.0.1', 0)));
    const own = unwrap(sys.getsockname(fd)).sin_port;
    const name = sys.sockaddr_storage();
    return () => {
      if (!sys.getsockname(fd, name).ok || name.sin_port !== own) wrong('getsockname');
    };
  },
  accept() {
    const listener = unwrap(sys.socket(sys.AF_UNIX, sys.SOCK_STREAM, 0));
    unwrap(sys.bind(listener, sys.sockaddr(family_alone))); // unix(7), autobind
    unwrap(sys.listen(listener, 8));
    const own = unwrap(sys.getsockname(listener));
    const peer = sys.sockaddr_storage();
    return () => {
      const client = sys.socket(sys.AF_UNIX, sys.SOCK_STREAM, 0);
      if (!client.ok || !sys.connect(client.value, own).ok) wrong('connect');
      const conn = sys.accept(listener, peer);
      if (!conn.ok || !sys.close(conn.value).ok || !sys.close(client.value).ok) wrong('accept');
    };
  },
  'frame-64': () => frame(64),
  'frame-64k': () => frame(65_536),
  'frame-64k-into'() {
    const [left, right] = pair();
    const payload = new Uint8Array(65_536);
    const into = new Uint8Array(65_536);
    return () => {
      if (!sys.send_frame(left, payload).ok) wrong('send_frame');
      const came = sys.recv_frame_into(right, into);
      if (!came.ok || came.value !== into.length) wrong('recv_frame_into');
    };
  },
  'frame-64-reader'() {
    const [left, right] = pair();
    const reader = new sys.FrameReader(right);
    return () => {
      if (!sys.send_frame(left, message).ok) wrong('send_frame');
      const frame = reader.next();
      if (!frame.ok || frame.value.length !== message.length) wrong('FrameReader');
    };
  },
};
