// Run with: npx sys-socket trace exercises/32-proxy.ts PORT
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
  POLLIN,
  POLLOUT,
  poll,
  recv,
  SHUT_WR,
  SOCK_NONBLOCK,
  SOCK_STREAM,
  send,
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

/** One direction of a connection through the proxy. */
interface Direction {
  readonly from: Fd;
  readonly to: Fd;
  /** The bytes that were received from `from`, and that `to` has not taken yet. */
  unsent: Buffer;
  /** `from` has ended its stream, and the end was passed on to `to`. */
  ended: boolean;
}

const through = new Set<readonly [Direction, Direction]>();
const room = Buffer.alloc(65_536);

for (;;) {
  const waits = [...through].flatMap((pair) =>
    pair
      .filter(({ ended }) => !ended)
      .map((one) => {
        const full = one.unsent.length > 0;
        return { pair, one, fd: full ? one.to : one.from, events: full ? POLLOUT : POLLIN, revents: 0 };
      }),
  );
  const welcomes = { fd: listener, events: POLLIN, revents: 0 };
  if (!poll([welcomes, ...waits], -1).ok) continue; // EINTR
  if (welcomes.revents !== 0) welcome();
  for (const { pair, one, revents } of waits) {
    if (revents === 0 || !through.has(pair)) continue;
    if (moves(one) && pair.some(({ ended }) => !ended)) continue;
    through.delete(pair);
    for (const fd of [one.from, one.to]) close(fd);
  }
}

function welcome(): void {
  const accepted = accept(listener);
  if (!accepted.ok) return;
  const client = accepted.value;
  const upstream = unwrap(socket(AF_INET, SOCK_STREAM, 0));
  if (connect(upstream, server).ok) {
    const direction = (from: Fd, to: Fd): Direction => ({ from, to, unsent: Buffer.alloc(0), ended: false });
    through.add([direction(client, upstream), direction(upstream, client)]);
  } else for (const fd of [client, upstream]) close(fd);
}

/** One step of a direction. False if one of its ends is broken. */
function moves(one: Direction): boolean {
  if (one.unsent.length === 0) {
    const got = recv(one.from, room, MSG_DONTWAIT);
    if (!got.ok) return got.error.code === 'EAGAIN' || got.error.code === 'EINTR';
    one.ended = got.value === 0;
    if (one.ended) return shutdown(one.to, SHUT_WR).ok;
    one.unsent = Buffer.from(room.subarray(0, got.value));
  }
  const sent = send(one.to, one.unsent, MSG_DONTWAIT);
  if (!sent.ok) return sent.error.code === 'EAGAIN' || sent.error.code === 'EINTR';
  one.unsent = one.unsent.subarray(sent.value);
  return true;
}
