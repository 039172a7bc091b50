import {
  EPOLL_CTL_ADD,
  EPOLLIN,
  epoll_create1,
  epoll_ctl,
  epoll_events,
  epoll_pwait2,
  err,
  F_GETFL,
  F_SETFL,
  type Fd,
  fcntl,
  O_NONBLOCK,
  ok,
  own,
  type Result,
  readv,
  unwrap,
} from 'sys-socket';

type Short = { code: string; received: number };

/** Calls recv first, and waits in an epoll set. */
export function recv_exact_within(fd: Fd, n: number, ms: number): Result<Uint8Array, Short> {
  const end = process.hrtime.bigint() + BigInt(ms) * 1_000_000n;
  unwrap(fcntl(fd, F_SETFL, unwrap(fcntl(fd, F_GETFL)) | O_NONBLOCK));
  using set = own(unwrap(epoll_create1(0)));
  unwrap(epoll_ctl(set.fd, EPOLL_CTL_ADD, fd, { events: EPOLLIN }));
  const room = Buffer.alloc(n);
  let received = 0;
  while (received < n) {
    const got = readv(fd, [room.subarray(received)]);
    if (got.ok && got.value === 0) return err({ code: 'EOF', received });
    if (got.ok) {
      received += got.value;
      continue;
    }
    if (got.error.code === 'EINTR') continue;
    if (got.error.code !== 'EAGAIN') return err({ code: got.error.code, received });
    const left = end - process.hrtime.bigint();
    if (left <= 0n) return err({ code: 'ETIMEDOUT', received });
    epoll_pwait2(
      set.fd,
      epoll_events(1),
      { tv_sec: Number(left / 1_000_000_000n), tv_nsec: Number(left % 1_000_000_000n) },
      null,
    );
  }
  return ok(room);
}
