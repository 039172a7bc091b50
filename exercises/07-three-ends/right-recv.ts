import { type Fd, recv } from 'sys-socket';

export function next_message(fd: Fd, n: number): { kind: string; bytes?: Uint8Array } {
  const bytes = new Uint8Array(n);
  for (let have = 0; ; ) {
    if (have === n) return { kind: 'message', bytes };
    const got = recv(fd, bytes.subarray(have));
    if (!got.ok) {
      if (got.error.code === 'EINTR') continue;
      return { kind: 'reset' };
    }
    if (got.value === 0) return { kind: have > 0 ? 'cut-off' : 'ended' };
    have += got.value;
  }
}
