import { MSG_ERRQUEUE, MSG_OOB, MSG_PEEK } from '../../constants.js';

/** Of each call that moves bytes: which way, and which of its parameters are flags of `MSG_`. The bytes are the second. */
const transfers: Readonly<Record<string, { readonly direction: 'in' | 'out'; readonly flags?: number }>> = {
  send: { direction: 'out', flags: 2 },
  sendto: { direction: 'out', flags: 2 },
  sendmsg: { direction: 'out', flags: 4 },
  write: { direction: 'out' },
  writev: { direction: 'out' },
  pwritev: { direction: 'out' },
  recv: { direction: 'in', flags: 2 },
  recvfrom: { direction: 'in', flags: 2 },
  recvmsg: { direction: 'in', flags: 5 },
  read: { direction: 'in' },
  readv: { direction: 'in' },
  preadv: { direction: 'in' },
};

/** What a call was to move. */
export interface Transfer {
  readonly direction: 'in' | 'out';
  readonly wanted: number;
  /** The bytes of the stream that it did move. */
  bytes(): Uint8Array;
}

/** Undefined when the call moves no bytes of a stream: looking (`MSG_PEEK`) and the side channels do not. */
export function transfer_of(name: string, args: readonly unknown[], result: number): Transfer | undefined {
  const row = Object.hasOwn(transfers, name) ? transfers[name] : undefined;
  if (row === undefined) return undefined;
  const flags = row.flags === undefined ? 0 : args[row.flags];
  if (typeof flags === 'number' && flags & (MSG_PEEK | MSG_OOB | MSG_ERRQUEUE)) return undefined;
  const pieces = (Array.isArray(args[1]) ? args[1] : [args[1]]).filter((piece) => piece instanceof Uint8Array);
  const wanted = pieces.reduce((sum, piece) => sum + piece.length, 0);
  const only = pieces.length === 1 ? pieces[0] : undefined;
  return {
    direction: row.direction,
    wanted,
    bytes: () => (only !== undefined ? only : Buffer.concat(pieces)).subarray(0, result),
  };
}
