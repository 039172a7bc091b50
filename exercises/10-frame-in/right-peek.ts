import { err, type Fd, MSG_PEEK, MSG_WAITALL, ok, type Result, recv, recv_exact } from 'sys-socket';

type Refused = { code: string };

export function recv_frame(fd: Fd, cap: number): Result<Uint8Array, Refused> {
  const header = Buffer.alloc(4);
  for (let have = 0; have < 4; ) {
    const got = recv(fd, header, MSG_PEEK | MSG_WAITALL);
    if (!got.ok && got.error.code !== 'EINTR') return err({ code: got.error.code });
    if (!got.ok) continue;
    if (got.value < 4 && got.value === have) return err({ code: 'EOF' });
    have = got.value;
  }
  const length = (header[0] ?? 0) * 2 ** 24 + header.readUIntBE(1, 3);
  if (length > cap) return err({ code: 'TOO_LARGE' });
  const frame = new Uint8Array(4 + length);
  const got = recv_exact(fd, frame);
  return got.ok ? ok(frame.subarray(4)) : got;
}
