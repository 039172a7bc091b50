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

/** Sleeps for 10 ms at most, like a program that has other work to look after. */
export function connect_within(fd: Fd, addr: SockAddr, ms: number): Result<Fd, { readonly code: string }> {
  const end = performance.now() + ms;
  const begun = connect(fd, addr);
  if (begun.ok) return ok(fd);
  if (begun.error.code !== 'EINPROGRESS') return begun;
  for (let left = ms; left > 0; left = end - performance.now()) {
    const ready = poll([{ fd, events: POLLOUT }], Math.min(10, Math.ceil(left)));
    if (!ready.ok || ready.value === 0) continue;
    const error = unwrap(getsockopt(fd, SOL_SOCKET, SO_ERROR));
    return error === 0 ? ok(fd) : err({ code: errno_name(error) ?? '' });
  }
  return err({ code: 'ETIMEDOUT' });
}
