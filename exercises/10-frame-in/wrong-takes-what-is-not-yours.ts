import { err, type Fd, ok, type Result, recv } from 'sys-socket';

export function recv_frame(fd: Fd, cap: number): Result<Uint8Array, { readonly code: string }> {
  const room = Buffer.alloc(cap + 4);
  let have = 0;
  for (;;) {
    const got = recv(fd, room.subarray(have));
    if (!got.ok && got.error.code === 'EINTR') continue;
    if (!got.ok) return err({ code: got.error.code });
    if (got.value === 0) return err({ code: 'EOF' });
    have += got.value;
    if (have < 4) continue;
    const length = room.readUInt32BE();
    if (length > cap) return err({ code: 'TOO_LARGE' });
    if (have >= 4 + length) return ok(room.subarray(4, 4 + length));
  }
}
