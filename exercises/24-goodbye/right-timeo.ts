import {
  deadline_in,
  type Fd,
  own,
  read,
  SHUT_WR,
  SO_RCVTIMEO,
  SOL_SOCKET,
  send_all,
  setsockopt,
  shutdown,
  unwrap,
} from 'sys-socket';

/** The kernel measures the time: SO_RCVTIMEO. */
export function say_goodbye(fd: Fd, reply: Uint8Array, ms: number): void {
  using conn = own(fd);
  const deadline = deadline_in(ms);
  const sent = send_all(conn.fd, reply, { deadline });
  if (!sent.ok) return;
  shutdown(conn.fd, SHUT_WR);
  const room = new Uint8Array(65_536);
  for (let left = deadline.remaining(); left >= 1; left = deadline.remaining()) {
    const tv_sec = Math.floor(left / 1000);
    unwrap(setsockopt(conn.fd, SOL_SOCKET, SO_RCVTIMEO, { tv_sec, tv_usec: Math.floor((left % 1000) * 1000) }));
    const got = read(conn.fd, room);
    if (got.ok && got.value === 0) return;
    if (!got.ok && got.error.code !== 'EINTR' && got.error.code !== 'EAGAIN') return;
  }
}
