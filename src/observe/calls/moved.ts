import { MSG_TRUNC } from '../../constants.js';
import { type Call, flags_of, moves_of } from './call.js';

/** The bytes that a call moves. */
export interface Transfer {
  readonly direction: 'in' | 'out';
  readonly wanted: number;
  /** The bytes of the stream that it moved; undefined if they are unknown: MSG_TRUNC counts bytes that it discards. */
  bytes(): Uint8Array | undefined;
}

/** Undefined if the call moves no bytes of a stream, as with `MSG_PEEK`, urgent data and the error queue. */
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
