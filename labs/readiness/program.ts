// Echoes, with one epoll for all connections, edge-triggered: an event tells that something came, once. So after each event it
// receives until the kernel says EAGAIN.
//
//   node out/labs/readiness/program.js CONNECTIONS
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
    else if (!drain(fd)) left -= 1;
  }
}
unwrap(close(epfd));
unwrap(close(listener));

function welcome(): void {
  const conn = unwrap(accept4(listener, null, SOCK_NONBLOCK));
  unwrap(epoll_ctl(epfd, EPOLL_CTL_ADD, conn, { events: EPOLLIN | EPOLLET }));
}

/** Echoes all that is there. False when the connection has ended. */
function drain(conn: Fd): boolean {
  for (;;) {
    const received = recv(conn, room);
    if (!received.ok && received.error.code === 'EAGAIN') return true; // from here on, there is a next event
    const length = unwrap(received);
    if (length === 0) {
      unwrap(close(conn)); // epoll forgets it too
      return false;
    }
    unwrap(send_all(conn, room.subarray(0, length), { deadline: 5000 }));
  }
}
