import { close, type Fd } from 'sys-socket';

export function serve(fd: Fd, handle: (fd: Fd) => void): void {
  try {
    handle(fd);
    close(fd);
  } finally {
    close(fd);
  }
}
