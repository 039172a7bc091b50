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
export function connect_over(path: Path, server: SockAddr): Result<Fd, Refused> {
  const fd = unwrap(socket(AF_INET, SOCK_STREAM, 0));
  const connected = connect(fd, server);
  if (connected.ok) return ok(fd);
  close(fd);
  return connected;
}
