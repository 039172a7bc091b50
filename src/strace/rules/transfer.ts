import { append } from '../../codec/intrinsics.js';
import type { StraceCall, StraceEvent } from '../event.js';
import { is, type Value } from '../value.js';

const sends = new Set(['sendto', 'sendmsg', 'send']);
const receives = new Set(['recvfrom', 'recvmsg', 'recv']);
const writes = new Set(['write', 'writev']);
const reads = new Set(['read', 'readv']);
const socket_makers = new Set(['socket', 'socketpair', 'accept', 'accept4']);

/** A call that moves bytes through a socket. */
export interface Transfer {
  readonly call: StraceCall;
  readonly at: number;
  /** Identifies the socket: its number, and the call that created it. */
  readonly key: string;
  /** The number of bytes that it was to move. */
  readonly asked: number;
  /** The part of these bytes that strace printed. */
  readonly bytes: Uint8Array;
}

export function is_socket({ descriptor }: StraceCall): boolean {
  const made = descriptor?.made?.first?.by ?? descriptor?.made?.by ?? '';
  return socket_makers.has(made) || descriptor?.is?.kind === 'socket';
}

export function sends_of(events: readonly StraceEvent[]): Transfer[] {
  return transfers(events, sends, writes);
}

export function receives_of(events: readonly StraceEvent[]): Transfer[] {
  return transfers(events, receives, reads);
}

/** Identifies a socket while it is open: numbers are reused. */
export function key_of({ descriptor }: StraceCall): string {
  return `${descriptor?.fd} of ${descriptor?.made?.number}`;
}

function transfers(events: readonly StraceEvent[], always: Set<string>, on_sockets: Set<string>): Transfer[] {
  /** How often each number was closed whose creation is not in the trace, since it may be reused then. */
  const closes = new Map<number, number>();
  return events.flatMap((call, at) => {
    if (call.kind !== 'call' || call.descriptor === undefined) return [];
    const { fd, made } = call.descriptor;
    if (call.name === 'close' && made === undefined) closes.set(fd, (closes.get(fd) ?? 0) + 1);
    if (!always.has(call.name) && !(on_sockets.has(call.name) && is_socket(call))) return [];
    const pieces = pieces_of(call);
    if (pieces === undefined) return [];
    const key = made === undefined ? `${key_of(call)}, closed ${closes.get(fd) ?? 0} times` : key_of(call);
    return [{ call, at, key, asked: pieces.asked, bytes: pieces.bytes }];
  });
}

interface Pieces {
  readonly asked: number;
  readonly bytes: Uint8Array;
}

/** The bytes that a call was to move; undefined if it is not a transfer. */
export function moved_by(call: StraceCall): (Pieces & { readonly direction: 'in' | 'out' }) | undefined {
  const direction = direction_of(call);
  const pieces = direction && pieces_of(call);
  return pieces && { ...pieces, direction };
}

function direction_of({ name }: StraceCall): 'in' | 'out' | undefined {
  if (sends.has(name) || writes.has(name)) return 'out';
  return receives.has(name) || reads.has(name) ? 'in' : undefined;
}

function pieces_of({ name, args }: StraceCall): Pieces | undefined {
  const second = args[1];
  if (name.endsWith('msg')) return is(second, 'struct') ? of_iov(second.fields.msg_iov) : undefined;
  if (name === 'readv' || name === 'writev') return of_iov(second);
  const asked = args[2];
  return typeof asked === 'number'
    ? { asked, bytes: is(second, 'string') ? second.bytes : new Uint8Array(0) }
    : undefined;
}

function of_iov(iov: Value | undefined): Pieces | undefined {
  if (!Array.isArray(iov)) return undefined;
  let asked = 0;
  let whole = true;
  const pieces: Uint8Array[] = [];
  for (const piece of iov) {
    if (!is(piece, 'struct')) return undefined;
    // Before strace 4.13 the fields have no names: `{"HELLO", 5}`.
    const { iov_base = piece.items[0], iov_len = piece.items[1] } = piece.fields;
    if (typeof iov_len !== 'number') return undefined;
    asked += iov_len;
    if (whole && is(iov_base, 'string')) append(pieces, iov_base.bytes);
    whole &&= is(iov_base, 'string') && !iov_base.more;
  }
  return { asked, bytes: Buffer.concat(pieces) };
}
