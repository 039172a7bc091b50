import {
  AF_INET,
  close,
  connect,
  err,
  type Fd,
  getsockopt,
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
  throw new Error('TODO: how much room, and when is it asked for?');
}
