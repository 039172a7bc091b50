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
  throw new Error('TODO: how large must the buffer be, and when is it set?');
}
