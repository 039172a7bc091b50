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
  SO_RCVBUFFORCE,
  SOCK_CLOEXEC,
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
  const bytes = (rate * rtt) / 8000;
  const created = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (!created.ok) return err({ code: created.error.code });
  const fd = created.value;
  const refused = (code: string): Result<Fd, Refused> => {
    close(fd);
    return err({ code });
  };
  // A process with CAP_NET_ADMIN may have more than net.core.rmem_max. Half as much again, for other bytes on the path.
  for (const option of [SO_RCVBUF, SO_RCVBUFFORCE]) {
    setsockopt(fd, SOL_SOCKET, option, Math.round(bytes * 1.5));
    if (unwrap(getsockopt(fd, SOL_SOCKET, SO_RCVBUF)) < 2 * bytes) continue;
    const connected = connect(fd, server);
    return connected.ok ? ok(fd) : refused(connected.error.code);
  }
  return refused('ENOBUFS');
}
