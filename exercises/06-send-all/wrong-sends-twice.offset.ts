import { err, type Fd, MSG_NOSIGNAL, ok, type Result, send } from 'sys-socket';

type Unsent = { code: string; message: string; sent: number };

/** The rest starts after the bytes of the last send, not after those of all sends. */
export function send_all(fd: Fd, bytes: Uint8Array): Result<number, Unsent> {
  let rest = bytes;
  for (let sent = 0; ; ) {
    const taken = send(fd, rest, MSG_NOSIGNAL);
    if (!taken.ok && taken.error.code === 'EINTR') continue;
    if (!taken.ok) return err({ code: taken.error.code, message: taken.error.message, sent });
    sent += taken.value;
    if (sent >= bytes.length) return ok(sent);
    rest = bytes.subarray(taken.value);
  }
}
