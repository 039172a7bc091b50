import { type Fd, own } from 'sys-socket';

/** Hands a connection to `handle`, and closes it when that is done, however it ends. What `handle` throws goes on to the caller. */
export function serve(fd: Fd, handle: (fd: Fd) => void): void {
  using conn = own(fd);
  handle(conn.fd);
}
