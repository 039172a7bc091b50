import { check_array, check_bytes, check_integer, check_object } from '../codec/check.js';
import { isArray } from '../codec/intrinsics.js';
import { F_GETFL, MSG_DONTWAIT, MSG_PEEK, MSG_WAITALL, O_NONBLOCK } from '../constants.js';
import type { Native } from '../native.js';
import { type Answer, answering } from './answering.js';
import { batches } from './batch.js';
import { connection } from './connection.js';
import { errno_of } from './errno-of.js';
import { PlayClock, type Time } from './time.js';
import type { Row } from './verdict.js';
import { waiting } from './waits.js';

/** The answer of a scripted kernel to a receive: bytes that arrive together, the name of an errno (`'EINTR'`), or 0, the end of the stream. */
export type Piece = string | Uint8Array | 0;

/** The answer of a scripted kernel to a send: the maximum number of bytes that it takes, or the name of an errno. */
export type Taken = number | string;

/** The script of a kernel. */
export interface Script {
  /** The answers to receives, in order. After the last one nothing arrives: the next receive would block forever, and ends the play. */
  readonly comes?: readonly Piece[];
  /** The answers to sends, in order. After the last one, sends take all bytes. */
  readonly takes?: readonly Taken[];
  /** The answers of other functions, in order, for any descriptor. After the last one, the real call is made. */
  readonly answers?: { readonly [F in keyof Native]?: readonly Answer[] };
  /** The number of calls after which the play ends as `endless`; default: several times what the bytes need. */
  readonly calls?: number;
  /** A simulated clock, by which pieces arrive. Without it, all pieces are there from the start, and waits are those of the real kernel. */
  readonly time?: Time;
}

export function check_script(script: unknown, where: string): asserts script is Script {
  check_object(script, where);
  const {
    comes = [],
    takes = [],
    answers = {},
    calls,
    time,
  } = script as { readonly [field in keyof Script]?: unknown };
  if (!isArray(comes)) throw new TypeError(`${where} must be an array of pieces, or an object whose comes is one`);
  for (const piece of comes) {
    if (piece !== 0 && typeof piece !== 'string') check_bytes(piece, `${where}: each piece`);
  }
  check_answers(takes, `${where}.takes`);
  check_object(answers, `${where}.answers`);
  for (const [name, given] of Object.entries(answers)) check_answers(given, `${where}.answers.${name}`);
  if (calls !== undefined) check_integer(calls, 0, Number.MAX_SAFE_INTEGER, `${where}.calls`);
  if (time !== undefined) check_object(time, `${where}.time`);
}

function check_answers(given: unknown, where: string): void {
  check_array(given, where);
  for (const one of given) if (typeof one !== 'string') check_integer(one, -0x8000_0000, 0x7fff_ffff, where);
}

/** Why a play ended before its function did. */
export type Stopped = 'sleeps' | 'endless';

/** Thrown by calls of the function when its play is over. */
export class PlayOver extends Error {
  override readonly name = 'PlayOver';
  readonly how: Stopped;
  /** What the function did until then. */
  rows: readonly Row[] = [];

  constructor(how: Stopped) {
    super(how === 'sleeps' ? 'no more data arrives: this call would block forever' : 'too many calls: the play ends');
    this.how = how;
  }
}

/** A scripted stream. */
export interface Played {
  readonly layer: (below: Native) => Partial<Native>;
  /** The bytes that each send took. */
  readonly sent: Uint8Array[];
  /** The number of bytes that the receives returned. */
  given(): number;
  stopped(): Stopped | undefined;
  /** The play's own clock. */
  readonly clock: PlayClock | undefined;
}

const again = -(errno_of('EAGAIN') ?? 0);
const interrupted = -(errno_of('EINTR') ?? 0);

const bytes_of = (piece: string | Uint8Array) => Buffer.from(piece);

/** A kernel that plays a script on one descriptor. */
export function scripted(fd: number, { comes = [], takes = [], answers = {}, time, calls }: Script): Played {
  const pieces = comes.map((piece) => (piece === 0 ? 0 : (errno_of(piece) ?? bytes_of(piece))));
  const counts = [...takes];
  const sent: Uint8Array[] = [];
  const total = pieces.reduce((sum: number, piece) => sum + (typeof piece === 'number' ? 1 : piece.length), 0);
  let left = calls ?? 4 * total + 4 * counts.length + 64;
  let given = 0;
  let how: Stopped | undefined;
  const clock = time && new PlayClock(time);
  /** The number of pieces already received, which is the number of the next one. */
  let gone = 0;
  /** An error that the next receive reports. */
  let kept = 0;

  const over = (why: Stopped): never => {
    how ??= why;
    throw new PlayOver(why);
  };
  const turn = () => {
    left -= 1;
    if (left < 0) over('endless');
    clock?.call();
  };
  const comes_at = (at: number) => (clock === undefined ? 0 : clock.comes(gone + at));
  const readable = () => (pieces.length > 0 ? comes_at(0) : Number.POSITIVE_INFINITY);
  const take_out = (at: number) => {
    pieces.splice(at, 1);
    gone += 1;
  };

  const state = connection(fd, clock, time?.connects, turn);

  /** Sleeps until there is another piece or the time is up. @returns 0, or -errno */
  const another = (at: number, flags: number, until: number, below: Native): number => {
    const is_there = at < pieces.length;
    if (is_there && comes_at(at) <= (clock?.now ?? 0)) return 0;
    if ((flags & MSG_DONTWAIT) !== 0 || (below.fcntl(fd, F_GETFL, 0) & O_NONBLOCK) !== 0) return again;
    const when = is_there ? comes_at(at) : Number.POSITIVE_INFINITY;
    const woken = clock?.wait(when, until - clock.now);
    if (woken === undefined) return over('sleeps');
    return woken === 'ready' ? 0 : woken === 'late' ? again : interrupted;
  };

  /** One receive into these buffers. */
  const receive = (below: Native, views: readonly Uint8Array[], flags: number): number => {
    turn();
    const told = kept;
    kept = 0;
    if (told < 0) return told;
    const room = views.reduce((sum, view) => sum + view.length, 0);
    if (room === 0) return 0;
    const peek = (flags & MSG_PEEK) !== 0;
    const got: Buffer[] = [];
    const until = (clock?.now ?? 0) + state.receive_timeout(); // the limit for the whole wait of MSG_WAITALL
    let filled = 0;
    for (let at = 0; filled < room; ) {
      if (filled > 0 && (flags & MSG_WAITALL) === 0) break;
      const why = another(at, flags, until, below);
      if (why < 0) return filled > 0 ? finished(got, views, peek) : why;
      const piece = pieces[at];
      if (piece === undefined) {
        break; // impossible after another() has returned 0
      } else if (piece === 0) {
        break; // the end of the stream stays
      } else if (typeof piece === 'number') {
        if (filled > 0) break; // a signal, or an error, waits for the next call
        take_out(at); // also with MSG_PEEK: it has been reported
        return -piece;
      } else {
        const part = piece.subarray(0, room - filled);
        got.push(part);
        filled += part.length;
        if (peek) at += 1;
        else if (part.length === piece.length) take_out(at);
        else pieces[at] = piece.subarray(part.length);
      }
    }
    return finished(got, views, peek);
  };
  const finished = (got: readonly Buffer[], views: readonly Uint8Array[], peek: boolean): number => {
    const bytes = Buffer.concat(got);
    if (!peek) given += bytes.length;
    spread(bytes, views);
    return bytes.length;
  };

  /** One send from these buffers. */
  const send = (views: readonly Uint8Array[]): number => {
    turn();
    const all = Buffer.concat(views);
    const next = counts.shift() ?? all.length;
    const refused = typeof next === 'string' ? errno_of(next) : undefined;
    if (refused !== undefined) return -refused;
    const taken = Buffer.from(all.subarray(0, Number(next)));
    sent.push(taken);
    return taken.length;
  };

  const waits =
    clock && waiting({ fd, clock, ready: { readable, ...state }, interrupted, sleeps: () => over('sleeps'), turn });
  const several = batches({ fd, receive, send, keep: (negative) => (kept = negative) });
  /** Calls on the stream; those on other descriptors go to the layer below. */
  const stream = (below: Native): Partial<Native> => ({
    recv: (of, buf, flags) => (of === fd ? receive(below, [buf], flags) : below.recv(of, buf, flags)),
    recvfrom: (of, buf, flags, cell) =>
      of === fd ? nameless(cell, receive(below, [buf], flags)) : below.recvfrom(of, buf, flags, cell),
    read: (of, buf) => (of === fd ? receive(below, [buf], 0) : below.read(of, buf)),
    readv: (of, iov) => (of === fd ? receive(below, iov, 0) : below.readv(of, iov)),
    recvmsg: (of, iov, name, control, out, flags) => {
      if (of !== fd) return below.recvmsg(of, iov, name, control, out, flags);
      out[0] = 0;
      return nameless(control, nameless(name, receive(below, iov, flags)));
    },
    send: (of, buf, flags) => (of === fd ? send([buf]) : below.send(of, buf, flags)),
    sendto: (of, buf, flags, to) => (of === fd ? send([buf]) : below.sendto(of, buf, flags, to)),
    sendmsg: (of, iov, name, control, flags) => (of === fd ? send(iov) : below.sendmsg(of, iov, name, control, flags)),
    write: (of, buf) => (of === fd ? send([buf]) : below.write(of, buf)),
    writev: (of, iov) => (of === fd ? send(iov) : below.writev(of, iov)),
    ...several(below),
  });
  const layer = (below: Native): Partial<Native> => {
    const beside = { ...waits?.(below), ...(clock && state.layer(below)), ...answering(answers, below, turn) };
    return { ...beside, ...stream({ ...below, ...beside }) };
  };
  return { layer, sent, given: () => given, stopped: () => how, clock };
}

/** Empties a value-result buffer: a stream has no addresses, and here no control data. */
function nameless(cell: Uint8Array | null, result: number): number {
  if (cell !== null && cell.length >= 4 && result >= 0) cell.fill(0, 0, 4);
  return result;
}

function spread(bytes: Uint8Array, views: readonly Uint8Array[]): void {
  let from = 0;
  for (const view of views) {
    const part = bytes.subarray(from, from + view.length);
    view.set(part);
    from += part.length;
  }
}
