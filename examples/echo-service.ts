// The echo server for real use. echo-server.ts, the chapter's server, serves one client at a time; this one serves all clients in turns, with an epoll
// set in Node's event loop, and no client can make the others wait:
//
// - A turn is one receive, and one send of all frames that are now complete. An incomplete frame is kept, and so are answers that the kernel has no
//   space for: the server reads nothing from that client until they are sent.
// - A frame has a maximum length, and a deadline by which it must be complete and its answer sent.
// - The number of clients and the bytes kept for them are limited. At a limit, the client that has gone longest without an answer is dropped.
// - After SIGTERM no more clients are accepted. Each client gets its remaining answers and then the end of the stream; the exit status is 0.
//
//   node echo-service.ts [ADDRESS] [--cap BYTES] [--deadline MS] [--clients N] [--memory BYTES]
import { parseArgs } from 'node:util';
import {
  accept4,
  announced_length,
  as_domain,
  bind,
  close,
  EPOLL_CLOEXEC,
  EPOLL_CTL_ADD,
  EPOLL_CTL_MOD,
  EPOLLIN,
  EPOLLOUT,
  epoll_create1,
  epoll_ctl,
  type Fd,
  FRAME_CAP,
  FRAME_HEADER,
  getsockname,
  IPPROTO_TCP,
  listen,
  MSG_NOSIGNAL,
  parse_sockaddr,
  recv,
  SHUT_WR,
  SO_LINGER,
  SO_REUSEADDR,
  SOCK_CLOEXEC,
  SOCK_NONBLOCK,
  SOCK_STREAM,
  SOL_SOCKET,
  send,
  setsockopt,
  shutdown,
  socket,
  TCP_NODELAY,
  unwrap,
} from 'sys-socket';
import { on_ready } from 'sys-socket/promises';

/**
 * A client. `room` is the buffer of the bytes that are not yet sent back: complete frames from `sent` to `owed`, then an incomplete one up to
 * `filled`. During the client's turn it may be `turn` itself.
 */
interface Client {
  readonly fd: Fd;
  room: Uint8Array;
  sent: number;
  owed: number;
  filled: number;
  /** The time by which its next answer must be sent, in milliseconds of performance.now. */
  due: number;
  /** The events that epoll waits for. */
  events: number;
  /** The end of the stream was sent to it: whatever it still sends is discarded. */
  ended: boolean;
  /** Its neighbours in the order of the last answers. */
  before: Client | undefined;
  after: Client | undefined;
}

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    cap: { type: 'string', default: String(FRAME_CAP) },
    deadline: { type: 'string', default: '5000' },
    clients: { type: 'string', default: '10000' },
    memory: { type: 'string', default: String(64 * FRAME_CAP) },
  },
});
const cap = Number(values.cap);
const patience = Number(values.deadline);
const most_clients = Number(values.clients);
const most_bytes = Number(values.memory);

/** The bytes received in a turn, and the number of clients accepted in one, are limited so that every turn is short. */
const turn = new Uint8Array(16_384);
const welcomes = 64;
const nothing = new Uint8Array(0);

const clients = new Map<Fd, Client>();
/** The order of the last answers. A Map keeps one too, but it is made anew after some thousand moves, which takes as long as it has clients. */
let oldest: Client | undefined; // has gone longest without an answer
let newest: Client | undefined;
let kept = 0;
let answered = 0;
const dropped = new Map<string, number>();
let draining = false;
let now = performance.now();

const flags = SOCK_NONBLOCK | SOCK_CLOEXEC;
const address = parse_sockaddr(positionals[0] ?? '127.0.0.1:9000');
const listener = unwrap(socket(as_domain(address.sa_family), SOCK_STREAM | flags, 0));
setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, 1);
setsockopt(listener, IPPROTO_TCP, TCP_NODELAY, 1); // each connection inherits it; on a Unix socket it fails, and is not needed
unwrap(bind(listener, address));
unwrap(listen(listener, 4096));

const epfd = unwrap(epoll_create1(EPOLL_CLOEXEC));
unwrap(epoll_ctl(epfd, EPOLL_CTL_ADD, listener, { events: EPOLLIN }));
const ready = unwrap(
  on_ready(epfd, (events, count) => {
    now = performance.now();
    for (let i = 0; i < count; ++i) {
      const fd = events.fd(i);
      const client = clients.get(fd);
      if (client !== undefined) take_turn(client);
      else if (fd === listener && !draining) welcome();
    }
  }),
);
const clock = setInterval(drop_late, Math.max(patience / 20, 1));
process.once('SIGTERM', drain);
console.log(`listening on ${unwrap(getsockname(listener))}`);

/** Accepts some of the waiting clients. True if more may be waiting: level-triggered epoll reports the listener again for them. */
function welcome(): boolean {
  for (let i = 0; i < welcomes; ++i) {
    const conn = accept4(listener, null, flags);
    if (conn.ok) admit(conn.value);
    else if (conn.error.code === 'EAGAIN') return false;
    else if (['EMFILE', 'ENFILE', 'ENOBUFS', 'ENOMEM'].includes(conn.error.code) && !make_room()) {
      // Trying again at once would be a busy loop.
      epoll_ctl(epfd, EPOLL_CTL_MOD, listener, { events: 0 });
      setTimeout(() => draining || epoll_ctl(epfd, EPOLL_CTL_MOD, listener, { events: EPOLLIN }), 100);
      return false;
    }
  }
  return true;
}

function admit(fd: Fd): void {
  if (clients.size === most_clients) make_room();
  const due = performance.now() + patience;
  const client: Client = {
    fd,
    room: nothing,
    sent: 0,
    owed: 0,
    filled: 0,
    due,
    events: EPOLLIN,
    ended: false,
    before: undefined,
    after: undefined,
  };
  clients.set(fd, client);
  put_last(client);
  if (!epoll_ctl(epfd, EPOLL_CTL_ADD, fd, { events: EPOLLIN }).ok) drop(client, 'NO_ROOM');
}

function take_turn(client: Client): void {
  if (client.sent < client.owed) answer(client);
  else hear(client);
}

function hear(client: Client): void {
  const got = recv(client.fd, turn);
  if (!got.ok) {
    if (got.error.code === 'EINTR') hear(client);
    else if (got.error.code !== 'EAGAIN') drop(client, got.error.code);
    else if (draining && client.filled === 0 && !client.ended) say_end(client);
  } else if (got.value === 0) {
    if (client.filled === 0) leave(client);
    else drop(client, 'UNEXPECTED_EOF');
  } else if (!client.ended) {
    put_behind(client, got.value);
    const within = find_frames(client);
    if (client.owed > 0) answer(client);
    if (!within) drop(client, 'FRAME_TOO_LARGE');
    if (client.room === turn) move(client, turn.slice(0, client.filled));
    while (kept > most_bytes && make_room());
  }
}

/** Appends the received bytes to those kept. The buffer grows with the bytes received, not with the length that a header announces. */
function put_behind(client: Client, count: number): void {
  const length = client.filled + count;
  if (client.filled === 0) {
    move(client, turn);
  } else {
    if (length > client.room.length) {
      const room = new Uint8Array(Math.max(length, 2 * client.room.length));
      room.set(client.room.subarray(0, client.filled));
      move(client, room);
    }
    client.room.set(turn.subarray(0, count), client.filled);
  }
  client.filled = length;
}

/** Gives the client another buffer, and counts its bytes. `turn` does not count. */
function move(client: Client, room: Uint8Array): void {
  if (client.room !== turn) kept -= client.room.length;
  if (room !== turn) kept += room.length;
  client.room = room;
}

/** Finds the complete frames: an echo sends them back unchanged, with their headers. False if the next frame is longer than the cap. */
function find_frames(client: Client): boolean {
  while (client.filled - client.owed >= FRAME_HEADER) {
    const length = announced_length(client.owed === 0 ? client.room : client.room.subarray(client.owed), cap);
    if (!length.ok) return false;
    const end = client.owed + FRAME_HEADER + length.value;
    if (end > client.filled) break;
    client.owed = end;
    answered += 1;
  }
  return true;
}

/** Sends the answers, as far as the send buffer has space for them. */
function answer(client: Client): void {
  const sent = send(client.fd, client.room.subarray(client.sent, client.owed), MSG_NOSIGNAL);
  if (sent.ok) client.sent += sent.value;
  else if (sent.error.code !== 'EAGAIN') {
    if (sent.error.code === 'EINTR') answer(client);
    else drop(client, sent.error.code);
    return;
  }
  const events = client.sent < client.owed ? EPOLLOUT : EPOLLIN;
  if (client.events !== events) epoll_ctl(epfd, EPOLL_CTL_MOD, client.fd, { events });
  client.events = events;
  if (events === EPOLLIN) satisfied(client);
}

/** Keeps the beginning of the client's next frame, and moves the client behind all others. */
function satisfied(client: Client): void {
  move(client, client.owed === client.filled ? nothing : client.room.slice(client.owed, client.filled));
  client.filled = client.room.length;
  client.sent = client.owed = 0;
  if (draining) {
    setImmediate(() => clients.get(client.fd) === client && take_turn(client)); // epoll does not report that nothing more has come
  } else {
    client.due = now + patience;
    take_out(client);
    put_last(client);
  }
}

function put_last(client: Client): void {
  client.before = newest;
  client.after = undefined;
  if (newest === undefined) oldest = client;
  else newest.after = client;
  newest = client;
}

function take_out({ before, after }: Client): void {
  if (before === undefined) oldest = after;
  else before.after = after;
  if (after === undefined) newest = before;
  else after.before = before;
}

/** Drops the client that has gone longest without an answer. False if there are no clients. */
function make_room(): boolean {
  if (oldest === undefined) return false;
  drop(oldest, 'NO_ROOM');
  return true;
}

function drop_late(): void {
  while (oldest !== undefined && oldest.due <= performance.now()) drop(oldest, 'DEADLINE_EXCEEDED');
}

/** Ends the connection with a reset, so that the kernel keeps nothing for it either. */
function drop(client: Client, why: string): void {
  if (clients.get(client.fd) !== client) return; // an error while answering has already dropped it
  dropped.set(why, (dropped.get(why) ?? 0) + 1);
  setsockopt(client.fd, SOL_SOCKET, SO_LINGER, { l_onoff: 1, l_linger: 0 });
  leave(client);
}

function leave(client: Client): void {
  clients.delete(client.fd);
  take_out(client);
  move(client, nothing);
  close(client.fd);
  if (draining && clients.size === 0) end();
}

/** Answers what the connected clients have already sent, within one deadline at most. */
function drain(): void {
  while (clients.size < most_clients && welcome());
  draining = true;
  close(listener);
  for (const client of clients.values()) {
    client.due = performance.now() + patience;
    take_turn(client);
  }
  if (clients.size === 0) end();
}

/** Sends the end of the stream and lets the client close first: closing now would reset the connection if more bytes arrive, and lose answers. */
function say_end(client: Client): void {
  client.ended = true;
  shutdown(client.fd, SHUT_WR);
}

function end(): void {
  ready.close();
  clearInterval(clock);
  const reasons = Array.from(dropped, ([why, times]) => `${times} ${why}`);
  console.log(`answered ${answered} frames; dropped: ${reasons.join(', ') || 'nobody'}`);
}
