import { err, type Fd, MSG_DONTWAIT, ok, POLLIN, poll, type Result, recv } from 'sys-socket';

type Short = { code: string; message: string; received: number };

export function recv_exact(fd: Fd, n: number): Result<Uint8Array, Short> {
  const pieces: Uint8Array[] = [];
  for (let left = n; left > 0; ) {
    const ready = poll([{ fd, events: POLLIN }], -1);
    if (!ready.ok) continue;
    const piece = Buffer.alloc(left);
    const got = recv(fd, piece, MSG_DONTWAIT);
    if (!got.ok) {
      const { code, message } = got.error;
      if (code === 'EAGAIN' || code === 'EINTR') continue;
      return err({ code, message, received: n - left });
    }
    if (got.value === 0) return err({ code: 'EOF', message: 'over', received: n - left });
    pieces.push(piece.subarray(0, got.value));
    left -= got.value;
  }
  return ok(Buffer.concat(pieces));
}
