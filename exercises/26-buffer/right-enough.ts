import {
  AF_INET,
  connect,
  err,
  type Fd,
  getsockopt,
  ok,
  own,
  type Result,
  SO_RCVBUF,
  SOCK_STREAM,
  SOL_SOCKET,
  type SockAddr,
  setsockopt,
  socket,
  unwrap,
} from 'sys-socket';

/** A way through the network. */
export interface Path {
  /** Bits a second. */
  readonly rate: number;
  /** There and back, in milliseconds. */
  readonly rtt: number;
}

/** What was refused. */
export interface Refused {
  readonly code: string;
}

/** Connects to a server that will send as fast as the path carries, with room for all that is then on its way. */
export function connect_over({ rate, rtt }: Path, server: SockAddr): Result<Fd, Refused> {
  using made = own(unwrap(socket(AF_INET, SOCK_STREAM, 0)));
  const { fd } = made;
  const room = () => unwrap(getsockopt(fd, SOL_SOCKET, SO_RCVBUF)) / 2;
  const product = Math.ceil(((rate / 1000) * rtt) / 8);
  // What a socket has from the start may be enough, and then the kernel goes on tuning it.
  if (room() < product) unwrap(setsockopt(fd, SOL_SOCKET, SO_RCVBUF, product));
  if (room() < product) return err({ code: 'ENOBUFS' });
  const connected = connect(fd, server);
  return connected.ok ? ok(made.release()) : connected;
}
