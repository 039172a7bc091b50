import { type Fd, recv_exact } from 'sys-socket';

const kinds: Readonly<Record<string, string>> = { EOF: 'ended', UNEXPECTED_EOF: 'cut-off' };

export function next_message(fd: Fd, n: number): { kind: string; bytes?: Uint8Array } {
  const bytes = new Uint8Array(n);
  const got = recv_exact(fd, bytes);
  return got.ok ? { kind: 'message', bytes } : { kind: kinds[got.error.code] ?? 'reset' };
}
