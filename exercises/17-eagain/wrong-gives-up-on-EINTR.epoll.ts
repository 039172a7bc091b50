import {
  EPOLL_CTL_ADD,
  EPOLLOUT,
  epoll_create1,
  epoll_ctl,
  epoll_events,
  epoll_wait,
  err,
  type Fd,
  MSG_NOSIGNAL,
  ok,
  own,
  type Result,
  send,
  unwrap,
} from 'sys-socket';

export function send_waiting(fd: Fd, bytes: Uint8Array): Result<number, { code: string; sent: number }> {
  using set = own(unwrap(epoll_create1(0)));
  unwrap(epoll_ctl(set.fd, EPOLL_CTL_ADD, fd, { events: EPOLLOUT }));
  let sent = 0;
  while (sent < bytes.length) {
    const taken = send(fd, bytes.subarray(sent), MSG_NOSIGNAL);
    const done = taken.ok || taken.error.code !== 'EAGAIN' ? taken : epoll_wait(set.fd, epoll_events(1), -1);
    if (taken.ok) sent += taken.value;
    else if (!done.ok && (taken.error.code === 'EAGAIN' || taken.error.code !== 'EINTR'))
      return err({ code: done.error.code, sent });
  }
  return ok(sent);
}
