import {
  AF_INET,
  close,
  connect,
  type Fd,
  ok,
  type Result,
  SOCK_STREAM,
  type SockAddr,
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
export function connect_over(path: Path, server: SockAddr): Result<Fd, Refused> {
  const fd = unwrap(socket(AF_INET, SOCK_STREAM, 0));
  const connected = connect(fd, server);
  if (connected.ok) return ok(fd);
  close(fd);
  return connected;
}
