import { type Fd, recv_exact } from 'sys-socket';

/** How a message of `n` bytes comes, or does not. */
export type Outcome =
  | { readonly kind: 'message'; readonly bytes: Uint8Array }
  | { readonly kind: 'ended' } // the peer has ended between two messages: all is well
  | { readonly kind: 'cut-off' } // the peer has ended in the middle of one
  | { readonly kind: 'reset' }; // the connection was torn down, wherever it was

export function next_message(fd: Fd, n: number): Outcome {
  const bytes = Buffer.alloc(n);
  const got = recv_exact(fd, bytes);
  if (got.ok) return { kind: 'message', bytes };
  if (got.error.code === 'ECONNRESET') return { kind: 'reset' };
  return { kind: got.error.received === 0 ? 'ended' : 'cut-off' };
}
