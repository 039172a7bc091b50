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
  MSG_NOSIGNAL,
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

throw new Error('TODO: two directions for each client; one place to sleep');
