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
  const bytes = (rate * rtt) / 8000;
  const created = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (!created.ok) return err({ code: created.error.code });
  const fd = created.value;
  const refused = (code: string): Result<Fd, Refused> => {
    close(fd);
    return err({ code });
  };
  // A process with CAP_NET_ADMIN may have more than net.core.rmem_max; a half more, for what else is on the path.
  for (const option of [SO_RCVBUF, SO_RCVBUFFORCE]) {
    setsockopt(fd, SOL_SOCKET, option, Math.round(bytes * 1.5));
    if (unwrap(getsockopt(fd, SOL_SOCKET, SO_RCVBUF)) < 2 * bytes) continue;
    const connected = connect(fd, server);
    return connected.ok ? ok(fd) : refused(connected.error.code);
  }
  return refused('ENOBUFS');
}
