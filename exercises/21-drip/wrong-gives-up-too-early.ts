import { err, type Fd, MSG_DONTWAIT, ok, POLLIN, poll, type Result, recv } from 'sys-socket';

/** Why there are fewer bytes: `EOF`, `ETIMEDOUT`, or the code of recv(2); and how many had arrived by then. */
export interface Short {
  readonly code: string;
  readonly received: number;
}

/** Exactly `n` bytes of a stream, within `ms` milliseconds for all of them: after that the code is `ETIMEDOUT`. */
export function recv_exact_within(fd: Fd, n: number, ms: number): Result<Uint8Array, Short> {
  const room = Buffer.alloc(n);
  let received = 0;
  const end = performance.now() + ms;
  while (received < n) {
    const left = Math.max(0, Math.ceil(end - performance.now()));
    const ready = poll([{ fd, events: POLLIN }], (left / 2) | 0);
    if (ready.ok && ready.value === 0) return err({ code: 'ETIMEDOUT', received });
    const got = recv(fd, room.subarray(received), MSG_DONTWAIT);
    if (!got.ok && (got.error.code === 'EINTR' || got.error.code === 'EAGAIN')) continue;
    if (!got.ok) return err({ code: got.error.code, received });
    if (got.value === 0) return err({ code: 'EOF', received });
    received += got.value;
  }
  return ok(room);
}
