import { append } from '../../codec/intrinsics.js';
import { MSG_ERRQUEUE } from '../../constants.js';
import { type Call, flags_of, moves_of } from '../calls/call.js';
import { syscalls_where } from '../calls/index.js';
import { carries_a_stream } from './stream.js';

/** The syscalls that can move fewer bytes than requested. */
export const movers = syscalls_where(({ moves }) => moves !== undefined);

/** The syscalls that can reach the end of a stream. */
export const receivers = syscalls_where(({ moves }) => moves?.direction === 'in');

/** True if the call can reach the end of a stream. The error queue has no end. */
export function may_end(call: Call, args: readonly unknown[]): boolean {
  return (flags_of(call, args) & MSG_ERRQUEUE) === 0;
}

/**
 * The arguments, with a shorter buffer. Undefined if the call requests no more than `most` bytes, or if a partial transfer would change the
 * meaning: a second peek would see the same bytes again, and with urgent data another byte would be the urgent one.
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

/** With more pieces than this, the call fails with EMSGSIZE, and the kernel reads none of them. */
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
