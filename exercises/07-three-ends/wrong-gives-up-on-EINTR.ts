import { type Fd, recv } from 'sys-socket';

type Outcome = { kind: 'message'; bytes: Uint8Array } | { kind: 'ended' | 'cut-off' | 'reset' };

export function next_message(fd: Fd, n: number): Outcome {
  const bytes = Buffer.alloc(n);
  for (let received = 0; received < n; ) {
    const got = recv(fd, bytes.subarray(received));
    if (!got.ok) return { kind: 'reset' };
    if (got.value === 0) return { kind: received === 0 ? 'ended' : 'cut-off' };
    received += got.value;
  }
  return { kind: 'message', bytes };
}
