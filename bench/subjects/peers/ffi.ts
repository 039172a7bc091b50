import type { Libc } from './libc.js';

/** A runtime's foreign functions. Arguments are int32 or memory, and results are int32. */
export interface Foreign {
  /** C's function of libc.so.6 with these arguments: i is an int32, p is memory. */
  call(name: keyof typeof prototypes): (...args: readonly unknown[]) => number;
  errno(): number;
}

/** Sizes are int32 too: the buffers here are shorter than 2 GiB, and the upper half of the register is zero. */
export const prototypes = {
  send: 'ipii',
  recv: 'ipii',
  sendto: 'ipiipi',
  recvfrom: 'ipiipp',
  poll: 'pii',
  getsockopt: 'iiipp',
} as const;

/** Reads errno from the memory in which the C library keeps it. */
export function errno_in(location: ArrayBuffer): () => number {
  const view = new Int32Array(location);
  return () => view[0] ?? 0;
}

export function libc_of({ call, errno }: Foreign): Libc {
  const [send, recv, sendto, recvfrom] = [call('send'), call('recv'), call('sendto'), call('recvfrom')];
  const [poll, getsockopt] = [call('poll'), call('getsockopt')];
  return {
    send: (fd, buf, flags) => send(fd, buf, buf.length, flags),
    recv: (fd, buf, flags) => recv(fd, buf, buf.length, flags),
    sendto: (fd, buf, flags, to) => sendto(fd, buf, buf.length, flags, to, to.length),
    recvfrom: (fd, buf, flags, from, length) => recvfrom(fd, buf, buf.length, flags, from, length),
    poll: (fds, nfds, timeout) => poll(fds, nfds, timeout),
    getsockopt: (fd, level, name, value, length) => getsockopt(fd, level, name, value, length),
    errno,
  };
}
