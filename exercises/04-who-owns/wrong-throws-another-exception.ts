import { close, type Fd } from 'sys-socket';

export function serve(fd: Fd, handle: (fd: Fd) => void): void {
  try {
    handle(fd);
  } catch (cause) {
    throw new Error('the connection has failed', { cause });
  } finally {
    close(fd);
  }
}
