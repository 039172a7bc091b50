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
  const end = performance.now() + ms;
  for (;;) {
    const connected = connect(fd, addr);
    if (connected.ok || connected.error.code === 'EISCONN') return ok(fd);
    if (connected.error.code !== 'EINPROGRESS' && connected.error.code !== 'EALREADY') return connected;
    if (performance.now() >= end) return err({ code: 'ETIMEDOUT' });
    poll([], 10);
  }
}
