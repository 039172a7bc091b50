import { err, type Fd, ok, type Result, recv, SO_RCVTIMEO, SOL_SOCKET, setsockopt } from 'sys-socket';

/** Why there are fewer bytes: `EOF`, `ETIMEDOUT`, or the code of recv(2); and how many had arrived by then. */
export interface Short {
  readonly code: string;
  readonly received: number;
}

/** Exactly `n` bytes of a stream, within `ms` milliseconds for all of them: after that the code is `ETIMEDOUT`. */
export function recv_exact_within(fd: Fd, n: number, ms: number): Result<Uint8Array, Short> {
  const room = Buffer.alloc(n);
  let received = 0;
  setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, { tv_sec: 0, tv_usec: 1000 * ms });
  while (received < n) {
    const got = recv(fd, room.subarray(received));
    if (!got.ok && got.error.code === 'EINTR') continue;
    if (!got.ok) return err({ code: got.error.code === 'EAGAIN' ? 'ETIMEDOUT' : got.error.code, received });
    if (got.value === 0) return err({ code: 'EOF', received });
    received += got.value;
  }
  return ok(room);
}
