import { type Fd, recv, unwrap } from 'sys-socket';

/** All that the peer sends until the end of its stream, as text. */
export function read_text(fd: Fd): string {
  throw new Error('TODO: bytes first, text last');
}
