// Five ways to ask about one connection, after each event of a script: a blocking recv that only looks, poll, and three epolls. Says
// after each what they returned: a line of JSON.
//
//   node out/labs/readiness/table.js
import {
  AF_INET,
  accept,
  bind,
  close,
  connect,
  EPOLL_CTL_ADD,
  EPOLL_CTL_MOD,
  EPOLLET,
  EPOLLIN,
  EPOLLONESHOT,
  EPOLLRDHUP,
  epoll_create1,
  epoll_ctl,
  epoll_events,
  epoll_wait,
  getsockname,
  ioctl,
  listen,
  MSG_DONTWAIT,
  MSG_NOSIGNAL,
  MSG_PEEK,
  POLLIN,
  POLLRDHUP,
  poll,
  recv,
  SHUT_WR,
  SIOCINQ,
  SO_RCVTIMEO,
  SOCK_STREAM,
  SOL_SOCKET,
  send,
  setsockopt,
  shutdown,
  sockaddr_in,
  sockaddr_storage,
  socket,
  unwrap,
} from 'sys-socket';

/** How long each may sleep, in ms, before it counts as asleep. */
const patience = 60;

const listener = unwrap(socket(AF_INET, SOCK_STREAM, 0));
unwrap(bind(listener, sockaddr_in('127.0.0.1', 0)));
unwrap(listen(listener, 1));
const name = sockaddr_storage();
unwrap(getsockname(listener, name));
const peer = unwrap(socket(AF_INET, SOCK_STREAM, 0));
unwrap(connect(peer, name));
const conn = unwrap(accept(listener));
unwrap(setsockopt(conn, SOL_SOCKET, SO_RCVTIMEO, { tv_sec: 0, tv_usec: patience * 1000 }));

const room = Buffer.alloc(8192);
const epolls = { LT: 0, ET: EPOLLET, ONESHOT: EPOLLONESHOT };
const asked = Object.entries(epolls).map(([way, how]) => {
  const epfd = unwrap(epoll_create1(0));
  const event = { events: EPOLLIN | EPOLLRDHUP | how };
  unwrap(epoll_ctl(epfd, EPOLL_CTL_ADD, conn, event));
  return { way, epfd, event };
});

/** Reads so many bytes, all that is there if that is less. */
const read = (length: number) => unwrap(recv(conn, room.subarray(0, length), MSG_DONTWAIT));
const modify = () => {
  for (const { epfd, event } of asked) unwrap(epoll_ctl(epfd, EPOLL_CTL_MOD, conn, event));
};

const script: readonly (readonly [event: string, happens: () => void])[] = [
  ['nothing has come', () => {}],
  ['4000 bytes come', () => come(4000)],
  ['asked again', () => {}],
  ['1000 are read', () => read(1000)],
  ['1000 more come', () => come(1000)],
  ['asked again', () => {}],
  ['EPOLL_CTL_MOD', modify],
  ['all is read', () => read(room.length)],
  ['1 byte comes', () => come(1)],
  ['all is read', () => read(room.length)],
  ['EPOLL_CTL_MOD', modify],
  ['the peer shuts down', () => unwrap(shutdown(peer, SHUT_WR))],
  ['asked again', () => {}],
];
for (const [i, [event, happens]] of script.entries()) {
  happens();
  const answers = { recv: ask_recv(), poll: ask_poll(), ...Object.fromEntries(asked.map(ask_epoll)) };
  console.log(JSON.stringify({ event: `${i + 1}. ${event}`, answers }));
}
for (const fd of [...asked.map(({ epfd }) => epfd), conn, peer, listener]) unwrap(close(fd));

/** The peer sends, and they are in the receive queue. */
function come(length: number): void {
  const there = unwrap(ioctl(conn, SIOCINQ)) + length;
  unwrap(send(peer, Buffer.alloc(length), MSG_NOSIGNAL));
  while (unwrap(ioctl(conn, SIOCINQ)) < there) unwrap(poll([], 1));
}

function ask_recv(): string {
  const received = recv(conn, room, MSG_PEEK); // looks, and takes nothing away
  if (received.ok) return String(received.value);
  return received.error.code === 'EAGAIN' ? 'sleeps' : received.error.code;
}

function ask_poll(): string {
  const [asks] = [{ fd: conn, events: POLLIN | POLLRDHUP, revents: 0 }];
  return unwrap(poll([asks], patience)) === 0 ? 'sleeps' : names(asks.revents, POLLIN, POLLRDHUP);
}

function ask_epoll({ way, epfd }: (typeof asked)[number]): [string, string] {
  const events = epoll_events(1);
  const ready = unwrap(epoll_wait(epfd, events, patience));
  return [way, ready === 0 ? 'sleeps' : names(events.events(0), EPOLLIN, EPOLLRDHUP)];
}

function names(revents: number, readable: number, hung_up: number): string {
  const rest = revents & ~(readable | hung_up);
  const bits = [revents & readable && 'IN', revents & hung_up && 'RDHUP', rest && `0x${rest.toString(16)}`];
  return bits.filter((bit) => bit !== 0).join('|');
}
