import { err, type Fd, MSG_NOSIGNAL, ok, type Result, sendmsg } from 'sys-socket';

type Unsent = { code: string; message: string; sent: number };

export function send_all(fd: Fd, bytes: Uint8Array): Result<number, Unsent> {
  for (let rest = bytes; ; ) {
    if (rest.length === 0) return ok(bytes.length);
    const half = rest.length >> 1;
    const taken = sendmsg(fd, { msg_iov: [rest.subarray(0, half), rest.subarray(half)] }, MSG_NOSIGNAL);
    if (taken.ok) rest = rest.subarray(taken.value);
    else if (taken.error.code !== 'EINTR') return err({ ...taken.error, sent: bytes.length - rest.length });
  }
}
