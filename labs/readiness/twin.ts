// The wrong twin: edge-triggered too, but it receives once for each event, as one may with a level-triggered epoll. What did not fit
// into its buffer stays in the kernel, and no further event tells of it.
//
//   node out/labs/readiness/twin.js CONNECTIONS
import {
  AF_INET,
  accept4,
  bind,
  close,
  EPOLL_CTL_ADD,
  EPOLLET,
  EPOLLIN,
  epoll_create1,
  epoll_ctl,
  epoll_events,
  epoll_wait,
  type Fd,
  getsockname,
  listen,
  recv,
  SOCK_NONBLOCK,
  SOCK_STREAM,
  send_all,
  sockaddr_in,
  sockaddr_storage,
  socket,
  unwrap,
} from 'sys-socket';

const listener = unwrap(socket(AF_INET, SOCK_STREAM, 0));
unwrap(bind(listener, sockaddr_in('127.0.0.1', 0)));
unwrap(listen(listener, 8));
const name = sockaddr_storage();
unwrap(getsockname(listener, name));
console.log(`listening on ${name}`);

const epfd = unwrap(epoll_create1(0));
unwrap(epoll_ctl(epfd, EPOLL_CTL_ADD, listener, { events: EPOLLIN }));
const events = epoll_events(16);
const room = Buffer.alloc(1024);

for (let left = Number(process.argv[2]); left > 0; ) {
  const ready = unwrap(epoll_wait(epfd, events, -1));
  for (let i = 0; i < ready; i += 1) {
    const fd = events.fd(i);
    if (fd === listener) welcome();
    else if (!echo(fd)) left -= 1;
  }
}

function welcome(): void {
  const conn = unwrap(accept4(listener, null, SOCK_NONBLOCK));
  unwrap(epoll_ctl(epfd, EPOLL_CTL_ADD, conn, { events: EPOLLIN | EPOLLET }));
}

/** Echoes what one recv gets. False when the connection has ended. */
function echo(conn: Fd): boolean {
  const length = unwrap(recv(conn, room));
  if (length === 0) {
    unwrap(close(conn));
    return false;
  }
  unwrap(send_all(conn, room.subarray(0, length), { deadline: 5000 }));
  return true;
}
