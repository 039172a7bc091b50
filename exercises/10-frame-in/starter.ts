import { err, type Fd, ok, type Result, recv_exact } from 'sys-socket';

/** The next message of a stream; `TOO_LARGE` if its header announces more than `cap` bytes. */
export function recv_frame(fd: Fd, cap: number): Result<Uint8Array, { readonly code: string }> {
  throw new Error('TODO: the header, the cap, the payload');
}
