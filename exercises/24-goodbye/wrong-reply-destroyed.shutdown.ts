import { close, type Fd, MSG_DONTWAIT, POLLIN, poll, recv, SHUT_WR, send_all, shutdown } from 'sys-socket';

/** Sends a reply to a peer that may still be sending, and closes. It waits for `ms` milliseconds at most. */
export function say_goodbye(fd: Fd, reply: Uint8Array, ms: number): void {
  send_all(fd, reply);
  shutdown(fd, SHUT_WR);
  close(fd);
}
