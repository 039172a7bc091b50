import {
  close,
  deadline_in,
  err,
  type Fd,
  MSG_DONTWAIT,
  MSG_NOSIGNAL,
  ok,
  POLLIN,
  POLLOUT,
  POLLRDHUP,
  poll,
  type Result,
  recv,
  SHUT_WR,
  sendmsg,
  shutdown,
} from 'sys-socket';

/** Yields whenever the peer has sent something, until its end, or until the time is over. */
function* heard(fd: Fd, left: () => number): Generator<number> {
  const room = Buffer.alloc(512);
  while (left() > 0) {
    const ready = poll([{ fd, events: POLLIN | POLLRDHUP }], Math.ceil(left()));
    if (!ready.ok) continue;
    const got = recv(fd, room, MSG_DONTWAIT);
    if (!got.ok && got.error.code === 'EAGAIN') continue;
    if (!got.ok || got.value === 0) return;
    yield got.value;
  }
}

function sent_all(fd: Fd, bytes: Uint8Array): Result<number, unknown> {
  for (let sent = 0; sent < bytes.length; ) {
    const took = sendmsg(fd, { msg_iov: [bytes.subarray(sent)] }, MSG_NOSIGNAL);
    if (took.ok) sent += took.value;
    else if (took.error.code === 'EAGAIN') poll([{ fd, events: POLLOUT }], 100);
    else if (took.error.code !== 'EINTR') return err(took.error);
  }
  return ok(bytes.length);
}

export function say_goodbye(fd: Fd, reply: Uint8Array, ms: number): void {
  const deadline = deadline_in(ms);
  try {
    if (!sent_all(fd, reply).ok) return;
    shutdown(fd, SHUT_WR);
    for (const _ of heard(fd, () => deadline.remaining()));
  } finally {
    close(fd);
  }
}
