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
  const begun = connect(fd, addr);
  if (begun.ok) return ok(fd);
  for (;;) {
    const rest = Math.max(0, Math.ceil(end - performance.now()));
    const ready = poll([{ fd, events: POLLOUT }], rest);
    if (ready.ok && ready.value === 0) return err({ code: 'ETIMEDOUT' });
    if (ready.ok) break;
    if (ready.error.code !== 'EINTR') return ready;
  }
  const error = unwrap(getsockopt(fd, SOL_SOCKET, SO_ERROR));
  return error === 0 ? ok(fd) : err({ code: errno_name(error) ?? String(error) });
}
