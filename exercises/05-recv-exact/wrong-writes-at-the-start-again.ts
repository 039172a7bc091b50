import { err, type Fd, ok, type Result, recv } from 'sys-socket';

/** Why there are fewer bytes: `EOF`, or the code of recv(2); and how many had arrived by then. */
export interface Short {
  readonly code: string;
  readonly message: string;
  readonly received: number;
}

/** Exactly `n` bytes of a stream, in whichever pieces they arrive, and not one more. */
export function recv_exact(fd: Fd, n: number): Result<Uint8Array, Short> {
  const room = Buffer.alloc(n);
  let received = 0;
  while (received < n) {
    const got = recv(fd, room.subarray(0, n - received));
    if (!got.ok && got.error.code === 'EINTR') continue;
    if (!got.ok) return err({ code: got.error.code, message: got.error.message, received });
    if (got.value === 0) return err({ code: 'EOF', message: 'the stream ended', received });
    received += got.value;
  }
  return ok(room);
}
