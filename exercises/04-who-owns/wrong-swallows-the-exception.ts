import { close, type Fd } from 'sys-socket';

export function serve(fd: Fd, handle: (fd: Fd) => void): void {
  try {
    handle(fd);
  } catch {
    console.error('handle has thrown');
  }
  close(fd);
}
