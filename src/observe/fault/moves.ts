import { constant, type Native } from '../../native.js';
import { calls } from '../print/calls.js';
import { carries_a_stream } from './stream.js';

/** A function of the native table that moves bytes, its second argument, to or from a descriptor, its first. */
interface Move {
  readonly receives: boolean;
  /** Where `MSG_ERRQUEUE` may stand. */
  readonly flags?: number;
}

const sends: Move = { receives: false };
const receives: Move = { receives: true };

const moves: Readonly<Partial<Record<keyof Native, Move>>> = {
  send: sends,
  sendto: sends,
  sendmsg: sends,
  write: sends,
  writev: sends,
  pwritev: sends,
  recv: { receives: true, flags: 2 },
  recvfrom: { receives: true, flags: 2 },
  recvmsg: { receives: true, flags: 5 },
  read: receives,
  readv: receives,
  preadv: receives,
};

function syscalls(which: (move: Move) => boolean): ReadonlySet<string> {
  const names = Object.entries(moves).filter(([, move]) => which(move));
  return new Set(names.map(([name]) => calls[name]?.syscall ?? name));
}

/** The syscalls that may be short. */
export const movers = syscalls(() => true);

/** Those that may meet the end of a stream. */
export const receivers = syscalls((move) => move.receives);

const MSG_ERRQUEUE = constant('MSG_ERRQUEUE');

/**
 * The arguments with room for fewer bytes. Undefined where the call asks for no more than so many, and where a part of them
 * would not be a part of a stream.
 */
export function shortened(name: string, args: readonly unknown[], most: number): unknown[] | undefined {
  const move = Reflect.get(moves, name) as Move | undefined;
  const [fd, bytes, ...rest] = args;
  if (move === undefined || typeof fd !== 'number') return undefined;
  const flags = move.flags === undefined ? 0 : args[move.flags];
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
