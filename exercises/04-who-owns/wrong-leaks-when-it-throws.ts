import { close, type Fd, unwrap } from 'sys-socket';

export function serve(fd: Fd, handle: (fd: Fd) => void): void {
  handle(fd);
  unwrap(close(fd));
}
