import {
  deadline_in,
  err,
  type Fd,
  ok,
  type Result,
  recv,
  SO_RCVTIMEO,
  SOL_SOCKET,
  setsockopt,
  unwrap,
} from 'sys-socket';

type Short = { code: string; received: number };

/** Lets the kernel measure the time: SO_RCVTIMEO, set again before each recv. */
export function recv_exact_within(fd: Fd, n: number, ms: number): Result<Uint8Array, Short> {
  const deadline = deadline_in(ms);
  const room = new Uint8Array(n);
  for (let received = 0; ; ) {
    if (received === n) return ok(room);
    const left = Math.floor(1000 * deadline.remaining());
    if (left <= 0) return err({ code: 'ETIMEDOUT', received }); // and 0 would mean forever
    unwrap(setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, { tv_sec: Math.floor(left / 1e6), tv_usec: left % 1e6 }));
    const got = recv(fd, room.subarray(received));
    if (got.ok && got.value === 0) return err({ code: 'EOF', received });
    if (got.ok) received += got.value;
    else if (got.error.code !== 'EINTR' && got.error.code !== 'EAGAIN') return err({ code: got.error.code, received });
  }
}
