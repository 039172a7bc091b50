import { close, type Fd, own, unwrap } from 'sys-socket';

/** Hands a connection to `handle`, and closes it when that is done, however it ends. What `handle` throws goes on to the caller. */
export function serve(fd: Fd, handle: (fd: Fd) => void): void {
  throw new Error('TODO: who closes fd when handle throws?');
}
