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

/** A path through the network. */
export interface Path {
  /** Bits per second. */
  readonly rate: number;
  /** The round-trip time, in milliseconds. */
  readonly rtt: number;
}

/** The error of a call that failed. */
export interface Refused {
  readonly code: string;
}

/** Connects to a server that will send as fast as the path carries, with a buffer for all bytes that are then on their way. */
export function connect_over({ rate, rtt }: Path, server: SockAddr): Result<Fd, Refused> {
  using made = own(unwrap(socket(AF_INET, SOCK_STREAM, 0)));
  const { fd } = made;
  const room = () => unwrap(getsockopt(fd, SOL_SOCKET, SO_RCVBUF)) / 2;
  const product = Math.ceil(((rate / 1000) * rtt) / 8);
  // The buffer of a new socket may be large enough. Then leave it, and the kernel goes on tuning it.
  if (room() < product) unwrap(setsockopt(fd, SOL_SOCKET, SO_RCVBUF, product));
  if (room() < product) return err({ code: 'ENOBUFS' });
  const connected = connect(fd, server);
  return connected.ok ? ok(made.release()) : connected;
}
