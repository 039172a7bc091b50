import { err, type Fd, ok, type Result, recv_exact } from 'sys-socket';
/** One buffer for all that may arrive: its size depends only on the cap. */
export function recv_frame(fd: Fd, cap: number): Result<Uint8Array, { code: string }> {
  const room = Buffer.alloc(4 + cap);
  const head = recv_exact(fd, room.subarray(0, 4));
  if (!head.ok) return err({ code: head.error.code });
  const n = room.readUInt32BE();
  if (n > cap) return err({ code: 'TOO_LARGE' });
  const rest = recv_exact(fd, room.subarray(4, 4 + n));
  return rest.ok ? ok(room.subarray(4, 4 + n)) : err({ code: rest.error.code });
}
