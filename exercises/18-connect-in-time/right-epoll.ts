import {
  connect,
  EPOLL_CTL_ADD,
  EPOLLOUT,
  epoll_create1,
  epoll_ctl,
  epoll_events,
  epoll_wait,
  err,
  errno_name,
  type Fd,
  getsockopt,
  ok,
  own,
  type Result,
  SO_ERROR,
  SOL_SOCKET,
  type SockAddr,
  unwrap,
} from 'sys-socket';

export function connect_within(fd: Fd, addr: SockAddr, ms: number): Result<Fd, { readonly code: string }> {
  const end = process.hrtime.bigint() + BigInt(Math.ceil(ms * 1e6));
  const begun = connect(fd, addr);
  if (!begun.ok && begun.error.code !== 'EINPROGRESS') return begun;
  using set = own(unwrap(epoll_create1(0)));
  unwrap(epoll_ctl(set.fd, EPOLL_CTL_ADD, fd, { events: EPOLLOUT }));
  for (let rest = ms; rest >= 0; rest = Number(end - process.hrtime.bigint()) / 1e6) {
    const ready = epoll_wait(set.fd, epoll_events(1), Math.ceil(rest));
    if (ready.ok && ready.value === 0) break;
    if (!ready.ok) continue;
    const error = unwrap(getsockopt(fd, SOL_SOCKET, SO_ERROR));
    return error === 0 ? ok(fd) : err({ code: errno_name(error) ?? '' });
  }
  return err({ code: 'ETIMEDOUT' });
}
