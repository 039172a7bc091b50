import {
  close,
  type Fd,
  MSG_DONTWAIT,
  POLLIN,
  poll,
  recv,
  SHUT_WR,
  SO_LINGER,
  SOL_SOCKET,
  send_all,
  setsockopt,
  shutdown,
} from 'sys-socket';

/** Sends a reply to a peer that may still be sending, and closes. It waits for `ms` milliseconds at most. */
export function say_goodbye(fd: Fd, reply: Uint8Array, ms: number): void {
  const end = performance.now() + ms;
  const room = Buffer.alloc(4096);
  if (send_all(fd, reply, { deadline: ms }).ok) {
    shutdown(fd, SHUT_WR);
    for (;;) {
      const left = Math.ceil(end - performance.now());
      if (left <= 0) break;
      poll([{ fd, events: POLLIN }], left);
      const got = recv(fd, room, MSG_DONTWAIT);
      if (got.ok ? got.value === 0 : got.error.code !== 'EAGAIN' && got.error.code !== 'EINTR') break;
    }
  }
  setsockopt(fd, SOL_SOCKET, SO_LINGER, { l_onoff: 1, l_linger: 0 });
  close(fd);
}
