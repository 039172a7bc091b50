// The other end of the facts: raw, in the same process, so that between the two there is nothing but the kernel.
import { setTimeout as sleep } from 'node:timers/promises';
import {
  close,
  type Fd,
  FIONREAD,
  ioctl,
  MSG_DONTWAIT,
  poll,
  recv,
  SHUT_WR,
  SIOCOUTQ,
  SO_LINGER,
  SOL_SOCKET,
  send,
  setsockopt,
  shutdown,
  unwrap,
} from 'sys-socket';
import { start_listening } from '../kit/sockets.js';

/** A port that nobody listens on: one that was the kernel's to give a moment ago. */
export function nobodys_port(): number {
  const { listener, port } = start_listening(1);
  unwrap(close(listener));
  return port;
}

/** Ends a connection by RST. */
export function reset(fd: Fd): void {
  unwrap(setsockopt(fd, SOL_SOCKET, SO_LINGER, { l_onoff: 1, l_linger: 0 }));
  unwrap(close(fd));
}

/** Bytes in the two kernels, once nothing moves any more: blocks meanwhile, so that nobody adds to them. */
export function in_kernels(from: Fd, to: Fd): number {
  const all = () => unwrap(ioctl(from, SIOCOUTQ)) + unwrap(ioctl(to, FIONREAD));
  let before = -1;
  for (let same = 0, now = all(); same < 10; now = all()) {
    same = now === before ? same + 1 : 0;
    before = now;
    unwrap(poll([], 5));
  }
  return before;
}

/** Asks, says that there will be no more, and counts the bytes of the answer. */
export async function half_closed(fd: Fd): Promise<number> {
  unwrap(send(fd, Buffer.from('question')));
  unwrap(shutdown(fd, SHUT_WR));
  const room = Buffer.alloc(64);
  let bytes = 0;
  for (;;) {
    const got = recv(fd, room, MSG_DONTWAIT);
    if (got.ok && got.value > 0) bytes += got.value;
    else if (got.ok || got.error.code !== 'EAGAIN') break;
    else await sleep(5);
  }
  close(fd);
  return bytes;
}
