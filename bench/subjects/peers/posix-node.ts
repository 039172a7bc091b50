import { returning } from './errors.js';
import type { Libc } from './libc.js';

interface PosixNode {
  send(fd: number, buf: Buffer, flags: number): number;
  recv(fd: number, buf: Buffer, flags: number): number;
  getsockopt(fd: number, level: number, name: number, most: number): Buffer;
}

/** poll and sendto are left out: its poll discards the returned events, and it has no sendto. */
export function libc({ send, recv, getsockopt }: PosixNode): Libc {
  const { call, errno } = returning();
  const buffers = new Map<Uint8Array, Buffer>();
  /** It takes only Buffers, so one is created for each array and kept. */
  const buffer_of = (bytes: Uint8Array) => {
    const made = buffers.get(bytes) ?? Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
    buffers.set(bytes, made);
    return made;
  };
  return {
    send: (fd, buf, flags) => call(() => send(fd, buffer_of(buf), flags)),
    recv: (fd, buf, flags) => call(() => recv(fd, buffer_of(buf), flags)),
    getsockopt: (fd, level, name, value) =>
      call(() => {
        value[0] = getsockopt(fd, level, name, 4).readInt32LE();
        return 0;
      }),
    errno,
  };
}
