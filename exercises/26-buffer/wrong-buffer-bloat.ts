import {
  AF_INET,
  close,
  connect,
  type Fd,
  ok,
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
export function connect_over(_path: Path, server: SockAddr): Result<Fd, Refused> {
  const room = 64 << 20;
  const fd = unwrap(socket(AF_INET, SOCK_STREAM, 0));
  setsockopt(fd, SOL_SOCKET, SO_RCVBUF, room); // before the SYN, which says how large the window can become
  const connected = connect(fd, server);
  if (connected.ok) return ok(fd);
  close(fd);
  return connected;
}
