// Node's own synchronous calls: read(2) and write(2), without flags. For the EAGAIN row the socket is set to O_NONBLOCK.
import { readSync, writeSync } from 'node:fs';
import { as_fd, F_GETFL, F_SETFL, fcntl, MSG_DONTWAIT, O_NONBLOCK, unwrap } from 'sys-socket';
import { returning } from './errors.js';
import type { Libc } from './libc.js';

export function libc(): Libc {
  const { call, errno } = returning();
  const unblocked = new Set<number>();
  return {
    send: (fd, buf) => call(() => writeSync(fd, buf)),
    recv(fd, buf, flags) {
      if (flags === MSG_DONTWAIT && !unblocked.has(fd)) {
        unwrap(fcntl(as_fd(fd), F_SETFL, unwrap(fcntl(as_fd(fd), F_GETFL)) | O_NONBLOCK));
        unblocked.add(fd);
      }
      return call(() => readSync(fd, buf));
    },
    errno,
  };
}
