import { MSG_TRUNC } from '../../constants.js';
import { type Call, flags_of, moves_of } from './call.js';

/** What a call was to move. */
export interface Transfer {
  readonly direction: 'in' | 'out';
  readonly wanted: number;
  /** The bytes of the stream that it did move; undefined when nobody can know them: MSG_TRUNC counts what it throws away. */
  bytes(): Uint8Array | undefined;
}

/** Undefined when the call moves no bytes of a stream: looking (`MSG_PEEK`) and the side channels do not. */
export function transfer_of(call: Call, args: readonly unknown[], result: number): Transfer | undefined {
  const moves = moves_of(call, args);
  if (moves === undefined) return undefined;
  const pieces = (Array.isArray(args[1]) ? args[1] : [args[1]]).filter((piece) => piece instanceof Uint8Array);
  const wanted = pieces.reduce((sum, piece) => sum + piece.length, 0);
  const only = pieces.length === 1 ? pieces[0] : undefined;
  const unknown = moves.direction === 'in' && (flags_of(call, args) & MSG_TRUNC) !== 0;
  return {
    direction: moves.direction,
    wanted,
    bytes: () => (unknown ? undefined : (only !== undefined ? only : Buffer.concat(pieces)).subarray(0, result)),
  };
}
