import { err, type Fd, ok, type Result, recv } from 'sys-socket';

type Refused = { readonly code: string };

/** Receives through a buffer that has the same size for all lengths, that of a page. */
function exactly(fd: Fd, n: number): Result<Buffer, Refused> {
  const room = Buffer.alloc(4096);
  const pieces: Buffer[] = [];
  for (let left = n; left > 0; ) {
    const got = recv(fd, room.subarray(0, left));
    if (!got.ok && got.error.code === 'EINTR') continue;
    if (!got.ok) return got;
    if (got.value === 0) return err({ code: 'EOF' });
    pieces.push(Buffer.from(room.subarray(0, got.value)));
    left -= got.value;
  }
  return ok(Buffer.concat(pieces));
}

export function recv_frame(fd: Fd, cap: number): Result<Uint8Array, Refused> {
  const header = exactly(fd, 4);
  if (!header.ok) return header;
  const length = header.value.readUInt32BE();
  return length > cap ? err({ code: 'TOO_LARGE' }) : exactly(fd, length);
}
