import { err, type Fd, MSG_WAITALL, ok, type Result, recv } from 'sys-socket';

type Short = { code: string; message: string; received: number };

export function recv_exact(fd: Fd, n: number): Result<Uint8Array, Short> {
  const room = new Uint8Array(n);
  for (let at = 0; at < n; ) {
    const got = recv(fd, room.subarray(at), MSG_WAITALL);
    if (!got.ok) {
      if (got.error.code !== 'EINTR') return err({ ...got.error, received: at });
    } else if (got.value === 0) {
      return err({ code: 'EOF', message: 'EOF', received: at });
    } else {
      at += got.value;
    }
  }
  return ok(room);
}
