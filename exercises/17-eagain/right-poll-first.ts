import { err, type Fd, MSG_DONTWAIT, MSG_NOSIGNAL, ok, POLLOUT, poll, type Result, send } from 'sys-socket';

type Unsent = { code: string; sent: number };

/** Waits before each send. */
export function send_waiting(fd: Fd, bytes: Uint8Array): Result<number, Unsent> {
  let rest = bytes;
  while (rest.length > 0) {
    const ready = poll([{ fd, events: POLLOUT }], 10_000);
    if (!ready.ok) {
      if (ready.error.code === 'EINTR') continue;
      return err({ code: ready.error.code, sent: bytes.length - rest.length });
    }
    const taken = send(fd, rest.subarray(0, 4), MSG_NOSIGNAL | MSG_DONTWAIT);
    if (taken.ok) rest = rest.subarray(taken.value);
    else if (!['EAGAIN', 'EINTR'].includes(taken.error.code))
      return err({ code: taken.error.code, sent: bytes.length - rest.length });
  }
  return ok(bytes.length);
}
