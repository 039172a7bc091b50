import { type Fd, recv_exact } from 'sys-socket';

/** How a message of `n` bytes arrives, or why it does not. */
export type Outcome =
  | { readonly kind: 'message'; readonly bytes: Uint8Array }
  | { readonly kind: 'ended' } // the peer closed between two messages: nothing is wrong
  | { readonly kind: 'cut-off' } // the peer closed in the middle of one
  | { readonly kind: 'reset' }; // the connection was reset, between two messages or in one

export function next_message(fd: Fd, n: number): Outcome {
  const bytes = Buffer.alloc(n);
  const got = recv_exact(fd, bytes);
  if (got.ok) return { kind: 'message', bytes: bytes.subarray(1) };
  if (got.error.code === 'ECONNRESET') return { kind: 'reset' };
  return { kind: got.error.received === 0 ? 'ended' : 'cut-off' };
}
