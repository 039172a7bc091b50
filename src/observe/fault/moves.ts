import { append } from '../../codec/intrinsics.js';
import { MSG_ERRQUEUE } from '../../constants.js';
import { type Call, flags_of, moves_of } from '../calls/call.js';
import { syscalls_where } from '../calls/index.js';
import { carries_a_stream } from './stream.js';

/** The syscalls that may be short. */
export const movers = syscalls_where(({ moves }) => moves !== undefined);

/** Those that may meet the end of a stream. */
export const receivers = syscalls_where(({ moves }) => moves?.direction === 'in');

/** True when the call could find the end of a stream. There is none of the error queue. */
export function may_end(call: Call, args: readonly unknown[]): boolean {
  return (flags_of(call, args) & MSG_ERRQUEUE) === 0;
}

/**
 * The arguments with room for fewer bytes. Undefined where the call asks for no more than so many, and where a part of them
 * would not be a part of a stream: looked at again, the part would be no more; of urgent bytes another would be the urgent one.
 */
export function shortened(call: Call, args: readonly unknown[], most: number): unknown[] | undefined {
  const [fd, bytes, ...rest] = args;
  if (moves_of(call, args) === undefined || typeof fd !== 'number') return undefined;
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
    append(fewer, cut ?? piece);
    if (cut !== undefined) return fewer;
    left -= piece.length;
  }
  return undefined;
}
