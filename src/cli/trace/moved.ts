import { MSG_ERRQUEUE, MSG_OOB, MSG_PEEK } from '../../constants.js';
import { call_of } from '../../observe/calls/index.js';

/** What a call was to move. */
export interface Transfer {
  readonly direction: 'in' | 'out';
  readonly wanted: number;
  /** The bytes of the stream that it did move. */
  bytes(): Uint8Array;
}

/** Undefined when the call moves no bytes of a stream: looking (`MSG_PEEK`) and the side channels do not. */
export function transfer_of(name: string, args: readonly unknown[], result: number): Transfer | undefined {
  const moves = call_of(name)?.moves;
  if (moves === undefined) return undefined;
  const flags = moves.flags === undefined ? 0 : args[moves.flags];
  if (typeof flags === 'number' && flags & (MSG_PEEK | MSG_OOB | MSG_ERRQUEUE)) return undefined;
  const pieces = (Array.isArray(args[1]) ? args[1] : [args[1]]).filter((piece) => piece instanceof Uint8Array);
  const wanted = pieces.reduce((sum, piece) => sum + piece.length, 0);
  const only = pieces.length === 1 ? pieces[0] : undefined;
  return {
    direction: moves.direction,
    wanted,
    bytes: () => (only !== undefined ? only : Buffer.concat(pieces)).subarray(0, result),
  };
}
