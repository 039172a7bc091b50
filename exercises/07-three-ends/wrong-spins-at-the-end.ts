import { type Fd, recv } from 'sys-socket';

type Outcome = { kind: 'message'; bytes: Uint8Array } | { kind: 'ended' | 'cut-off' | 'reset' };

export function next_message(fd: Fd, n: number): Outcome {
  const bytes = Buffer.alloc(n);
  for (let received = 0; received < n; ) {
    const got = recv(fd, bytes.subarray(received));
    if (got.ok) received += got.value;
    else if (got.error.code !== 'EINTR') return { kind: 'reset' };
  }
  return { kind: 'message', bytes };
}
