import { err, type Fd, MSG_WAITALL, ok, type Result, recv } from 'sys-socket';

type Refused = { code: string };

function take(fd: Fd, n: number): Result<Uint8Array, Refused> {
  const room = new Uint8Array(n);
  for (let have = 0; have < n; ) {
    const got = recv(fd, room.subarray(have), MSG_WAITALL);
    if (got.ok && got.value === 0) return err({ code: 'EOF' });
    if (got.ok) have += got.value;
    else if (got.error.code !== 'EINTR') return err({ code: got.error.code });
  }
  return ok(room);
}

export function recv_frame(fd: Fd, cap: number): Result<Uint8Array, Refused> {
  const header = take(fd, 4);
  if (!header.ok) return header;
  const length = new DataView(header.value.buffer).getUint32(0);
  return length > cap ? err({ code: 'TOO_LARGE' }) : take(fd, length);
}
