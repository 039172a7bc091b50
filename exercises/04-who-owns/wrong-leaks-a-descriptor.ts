import type { Fd } from 'sys-socket';

export function serve(fd: Fd, handle: (fd: Fd) => void): void {
  handle(fd);
}
