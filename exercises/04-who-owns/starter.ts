import { close, type Fd, own, unwrap } from 'sys-socket';

/** Hands a connection to `handle`, and closes it when `handle` is done, even if it throws. The caller gets the exception. */
export function serve(fd: Fd, handle: (fd: Fd) => void): void {
  throw new Error('TODO: who closes fd when handle throws?');
}
