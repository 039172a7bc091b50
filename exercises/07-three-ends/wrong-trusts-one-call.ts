import { type Fd, recv } from 'sys-socket';

type Outcome = { kind: 'message'; bytes: Uint8Array } | { kind: 'ended' | 'cut-off' | 'reset' };

export function next_message(fd: Fd, n: number): Outcome {
  const bytes = Buffer.alloc(n);
  const got = recv(fd, bytes);
  if (!got.ok) return { kind: 'reset' };
  if (got.value === 0) return { kind: 'ended' };
  return got.value === n ? { kind: 'message', bytes } : { kind: 'cut-off' };
}
