import { returning } from './errors.js';
import type { Libc } from './libc.js';

interface PosixSocket {
  send(fd: number, buf: ArrayBufferLike, len: number, flags: number): number;
  recv(fd: number, buf: ArrayBufferLike, len: number, flags: number): number;
}

/** Its recvfrom does not fill in the address, its getsockopt always fails, and it has no poll. */
export function libc({ send, recv }: PosixSocket): Libc {
  const { call, errno } = returning();
  return {
    send: (fd, buf, flags) => call(() => send(fd, buf.buffer, buf.length, flags)),
    recv: (fd, buf, flags) => call(() => recv(fd, buf.buffer, buf.length, flags)),
    errno,
  };
}
