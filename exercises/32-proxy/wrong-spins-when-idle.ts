// Run with: npx sys-socket trace exercises/32-proxy.ts PORT
// A bounded queue for each direction: it fills while it is drained.
import {
  AF_INET,
  accept,
  as_sockaddr_in,
  bind,
  close,
  connect,
  type Fd,
  getsockname,
  listen,
  MSG_DONTWAIT,
  MSG_NOSIGNAL,
  POLLERR,
  POLLIN,
  POLLOUT,
  poll,
  recv,
  SHUT_WR,
  SOCK_NONBLOCK,
  SOCK_STREAM,
  sendmsg,
  shutdown,
  sockaddr_in,
  socket,
  unwrap,
} from 'sys-socket';

const server = sockaddr_in('127.0.0.1', Number(process.argv[2] ?? 9000));

const listener = unwrap(socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0));
unwrap(bind(listener, sockaddr_in('127.0.0.1', 0)));
unwrap(listen(listener, 128));
console.log(`listening on 127.0.0.1:${as_sockaddr_in(unwrap(getsockname(listener)))?.sin_port}`);

const no_fd = -1 as const; // poll(2) ignores it
const most = 256 * 1024;

/** One end of a connection through the proxy. */
interface End {
  readonly fd: Fd;
  /** The bytes that wait to be sent to it. */
  readonly queue: Buffer[];
  queued: number;
  /** It has ended its stream. */
  ended: boolean;
  /** The end of the other was passed on to it. */
  told: boolean;
}

const through = new Set<readonly [End, End]>();

for (;;) {
  const waits = [...through].flatMap((pair) =>
    pair.map((end, i) => {
      const other = pair[1 - i] ?? end;
      const events = (!end.ended && other.queued < most ? POLLIN : 0) | POLLOUT;
      return { pair, end, other, fd: events === 0 ? no_fd : end.fd, events, revents: 0 };
    }),
  );
  const welcomes = { fd: listener, events: POLLIN, revents: 0 };
  if (!poll([welcomes, ...waits], -1).ok) continue; // EINTR
  if (welcomes.revents !== 0) welcome();
  for (const { pair, end, other, events, revents } of waits) {
    if (revents === 0 || !through.has(pair)) continue;
    let whole = (revents & ~events & POLLERR) === 0;
    if (whole && (revents & POLLOUT) !== 0) whole = drain(end);
    if (whole && (events & POLLIN) !== 0 && (revents & ~POLLOUT) !== 0) whole = fill(end, other);
    for (const [one, far] of [pair, [pair[1], pair[0]]] as const)
      if (whole && far.ended && one.queued === 0 && !one.told) {
        one.told = true;
        shutdown(one.fd, SHUT_WR);
      }
    if (whole && pair.some(({ ended, told }) => !ended || !told)) continue;
    through.delete(pair);
    for (const { fd } of pair) close(fd);
  }
}

function welcome(): void {
  const accepted = accept(listener);
  if (!accepted.ok) return;
  const upstream = unwrap(socket(AF_INET, SOCK_STREAM, 0));
  const fds = [accepted.value, upstream] as const;
  const end = (fd: Fd): End => ({ fd, queue: [], queued: 0, ended: false, told: false });
  if (connect(upstream, server).ok) through.add([end(fds[0]), end(fds[1])]);
  else for (const fd of fds) close(fd);
}

/** Receives what has arrived. False if the end is broken. */
function fill(end: End, other: End): boolean {
  const piece = Buffer.allocUnsafe(32_768);
  const got = recv(end.fd, piece, MSG_DONTWAIT);
  if (!got.ok) return got.error.code === 'EAGAIN' || got.error.code === 'EINTR';
  if (got.value === 0) end.ended = true;
  else other.queue.push(piece.subarray(0, got.value));
  other.queued += got.value;
  return true;
}

/** Sends what waits. False if the end is broken. */
function drain(end: End): boolean {
  const sent = sendmsg(end.fd, { msg_iov: end.queue.slice(0, 16) }, MSG_DONTWAIT | MSG_NOSIGNAL);
  if (!sent.ok) return sent.error.code === 'EAGAIN' || sent.error.code === 'EINTR';
  end.queued -= sent.value;
  for (let left = sent.value; left > 0; ) {
    const [first] = end.queue;
    if (first === undefined) break;
    if (first.length <= left) end.queue.shift();
    else end.queue[0] = first.subarray(left);
    left -= Math.min(first.length, left);
  }
  return true;
}
