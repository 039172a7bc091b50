import { err, type Fd, ok, type Result, recv_exact } from 'sys-socket';

/** The next message of a stream; `TOO_LARGE` if its header announces more than `cap` bytes. */
export function recv_frame(fd: Fd, cap: number): Result<Uint8Array, { readonly code: string }> {
  const header = Buffer.alloc(4);
  const first = recv_exact(fd, header);
  if (!first.ok) return first;
  const length = header.readUInt32BE();
  if (length > cap) return err({ code: 'TOO_LARGE' });
  const payload = Buffer.alloc(length);
  const rest = recv_exact(fd, payload);
  return rest.ok ? ok(payload) : rest;
}
