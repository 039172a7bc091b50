import { append } from '../../codec/intrinsics.js';
import { MSG_ERRQUEUE, MSG_OOB, MSG_PEEK, MSG_TRUNC } from '../../constants.js';
import type { StraceCall, StraceEvent } from '../event.js';
import { made_by } from '../fd-calls.js';
import { has_bit, is, type Value } from '../value.js';

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

/** Identifies a socket while it is open, if the trace shows its creation: numbers are reused. */
export function key_of({ descriptor }: StraceCall): string {
  return `${descriptor?.fd} of ${descriptor?.made?.number}`;
}

/**
 * Identifies sockets while they are open, also those whose creation is not in the trace, or whose thread is not known there. The function that
 * it returns must see every call, in order: after a close or a creation, such a number may be that of another socket.
 */
export function keys(): (call: StraceCall) => string {
  const changes = new Map<number, number>();
  const change = (fd: number): unknown => changes.set(fd, (changes.get(fd) ?? 0) + 1);
  return (call) => {
    for (const fd of made_by(call)) change(fd);
    const { fd = -1, made, is: name } = call.descriptor ?? {};
    if (made !== undefined) return key_of(call);
    if (call.name === 'close') change(fd);
    // A server of several processes has a socket of this number in each.
    const socket = name?.kind === 'socket' ? (name.inode ?? `${name.local}->${name.peer}`) : '';
    return `${fd} of ${socket}, after ${changes.get(fd) ?? 0} changes`;
  };
}

function transfers(events: readonly StraceEvent[], always: Set<string>, on_sockets: Set<string>): Transfer[] {
  const key_in_order = keys();
  return events.flatMap((call, at) => {
    if (call.kind !== 'call') return [];
    const key = key_in_order(call);
    if (call.descriptor === undefined) return [];
    if (!always.has(call.name) && !(on_sockets.has(call.name) && is_socket(call))) return [];
    const pieces = pieces_of(call);
    return pieces === undefined ? [] : [{ call, at, key, asked: pieces.asked, bytes: pieces.bytes }];
  });
}

interface Pieces {
  readonly asked: number;
  readonly bytes: Uint8Array;
}

/** The bytes of its stream that a call was to move; undefined if it is not a transfer. */
export function moved_by(call: StraceCall): (Pieces & { readonly direction: 'in' | 'out' }) | undefined {
  const direction = direction_of(call);
  const pieces = direction && moves_the_stream(call) ? pieces_of(call) : undefined;
  if (direction === undefined || pieces === undefined) return undefined;
  // strace prints what was in the buffer before, because MSG_TRUNC only counts the bytes that it discards.
  const unknown = direction === 'in' && has_bit(flags_of(call), 'MSG_TRUNC', MSG_TRUNC);
  return { ...pieces, ...(unknown && { bytes: new Uint8Array(0) }), direction };
}

/** False for MSG_PEEK, which takes nothing from the stream, and for urgent data and the error queue, which are beside it. */
export function moves_the_stream(call: StraceCall): boolean {
  const flags = flags_of(call);
  return !beside_the_stream.some(([name, bit]) => has_bit(flags, name, bit));
}

const beside_the_stream = [
  ['MSG_PEEK', MSG_PEEK],
  ['MSG_OOB', MSG_OOB],
  ['MSG_ERRQUEUE', MSG_ERRQUEUE],
] as const;

/** The `MSG_` flags of a transfer. */
function flags_of({ name, args }: StraceCall): Value | undefined {
  if (!sends.has(name) && !receives.has(name)) return undefined;
  return args[name.endsWith('msg') ? 2 : 3];
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
