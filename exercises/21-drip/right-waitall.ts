import {
  err,
  type Fd,
  MSG_WAITALL,
  ok,
  type Result,
  recv,
  SO_RCVTIMEO,
  SOL_SOCKET,
  setsockopt,
  unwrap,
} from 'sys-socket';
/** The kernel waits for all missing bytes, with one SO_RCVTIMEO of the time that is left. */
export function recv_exact_within(
  fd: Fd,
  n: number,
  ms: number,
): Result<Uint8Array, { code: string; received: number }> {
  const end = process.hrtime.bigint() + BigInt(ms) * 1_000_000n;
  const room = new Uint8Array(n);
  let received = 0;
  for (;;) {
    if (received === n) return ok(room);
    const left = Number((end - process.hrtime.bigint()) / 1000n);
    if (left <= 0) return err({ code: 'ETIMEDOUT', received });
    unwrap(setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, { tv_sec: Math.floor(left / 1e6), tv_usec: left % 1e6 }));
    const got = recv(fd, room.subarray(received), MSG_WAITALL);
    if (got.ok && got.value === 0) return err({ code: 'EOF', received });
    if (got.ok) received += got.value;
    else if (got.error.code !== 'EAGAIN' && got.error.code !== 'EINTR') return err({ code: got.error.code, received });
  }
}
