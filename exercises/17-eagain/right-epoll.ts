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
  sendmsg,
  unwrap,
} from 'sys-socket';

type Unsent = { code: string; sent: number };

export function send_waiting(fd: Fd, bytes: Uint8Array): Result<number, Unsent> {
  using set = own(unwrap(epoll_create1(0)));
  unwrap(epoll_ctl(set.fd, EPOLL_CTL_ADD, fd, { events: EPOLLOUT, data: fd }));
  for (let sent = 0; ; ) {
    if (sent === bytes.length) return ok(sent);
    const taken = sendmsg(fd, { msg_iov: [bytes.subarray(sent)] }, MSG_NOSIGNAL);
    if (taken.ok) sent += taken.value;
    else if (taken.error.code === 'EAGAIN') epoll_wait(set.fd, epoll_events(1), -1);
    else if (taken.error.code !== 'EINTR') return err({ code: taken.error.code, sent });
  }
}
