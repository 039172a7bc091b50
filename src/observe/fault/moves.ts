import { constant } from '../../native.js';
import { call_of, syscalls_where } from '../calls/index.js';
import { carries_a_stream } from './stream.js';

/** The syscalls that may be short. */
export const movers = syscalls_where(({ moves }) => moves !== undefined);

/** Those that may meet the end of a stream. */
export const receivers = syscalls_where(({ moves }) => moves?.direction === 'in');

const MSG_ERRQUEUE = constant('MSG_ERRQUEUE');

/**
 * The arguments with room for fewer bytes. Undefined where the call asks for no more than so many, and where a part of them
 * would not be a part of a stream.
 */
export function shortened(name: string, args: readonly unknown[], most: number): unknown[] | undefined {
  const moves = call_of(name)?.moves;
  const [fd, bytes, ...rest] = args;
  if (moves === undefined || typeof fd !== 'number') return undefined;
  const flags = moves.flags === undefined ? 0 : args[moves.flags];
  if (typeof flags === 'number' && (flags & MSG_ERRQUEUE) !== 0) return undefined;
  const fewer = Array.isArray(bytes) ? first_pieces(bytes, most) : first_bytes(bytes as Uint8Array, most);
  return fewer !== undefined && carries_a_stream(fd) ? [fd, fewer, ...rest] : undefined;
}

function first_bytes(bytes: Uint8Array, most: number): Uint8Array | undefined {
  return bytes.length > most ? bytes.subarray(0, most) : undefined;
}

/** More pieces are EMSGSIZE, and are not looked at. */
const UIO_MAXIOV = 1024;

function first_pieces(pieces: readonly Uint8Array[], most: number): Uint8Array[] | undefined {
  if (pieces.length > UIO_MAXIOV) return undefined;
  const fewer: Uint8Array[] = [];
  let left = most;
  for (const piece of pieces) {
    const cut = first_bytes(piece, left);
    fewer.push(cut ?? piece);
    if (cut !== undefined) return fewer;
    left -= piece.length;
  }
  return undefined;
}
