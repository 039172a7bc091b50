import { little_endian, view_of } from '../../codec/struct.js';
import { constant } from '../../headers.js';
import { kernel } from '../../native.js';
import { flags_of } from '../calls/call.js';
import { type Transfer, transfer_of } from '../calls/moved.js';
import { carries_a_stream } from '../fault/stream.js';
import type { Book } from './book.js';
import { call_text, caused, type Seen, type Short, type Tell } from './seen.js';

const EAGAIN = constant('EAGAIN');
const EINTR = constant('EINTR');
const MSG_NOSIGNAL = constant('MSG_NOSIGNAL');
const SOL_SOCKET = constant('SOL_SOCKET');
const SO_TYPE = constant('SO_TYPE');
const SOCK_STREAM = constant('SOCK_STREAM');

/** After this number of EAGAIN in a row, a thread that did not wait in between is spinning. */
const spins = 1000;

/** A thread that waits between its calls uses less than this fraction of a processor. */
const busy = 0.05;

/** The maximum number of unsent bytes that are compared with the data of the next send. */
const compared = 256;

interface Pending {
  readonly seen: Seen;
  readonly short: Short;
  readonly rest: Uint8Array;
  /** The last call that sends the rest. */
  tried?: Seen;
}

interface Tries {
  count: number;
  readonly began: number;
  readonly cpu: number;
}

/** Checks how a program transfers the bytes of a stream. */
export class Transfers {
  readonly #book: Book;
  readonly #tell: Tell;
  /** This map and the next ones are keyed by descriptor and generation. */
  readonly #pending = new Map<string, Pending>();
  readonly #ended = new Map<string, Seen>();
  readonly #tries = new Map<string, Tries>();

  constructor(book: Book, tell: Tell) {
    this.#book = book;
    this.#tell = tell;
  }

  before(seen: Seen): void {
    const { fd, row, args, name } = seen;
    if (row.waits !== undefined && fd === undefined) this.#tries.clear(); // poll
    if (name.startsWith('epoll_')) this.#tries.clear();
    if (fd === undefined) return;
    const key = this.#key(fd);
    if (/^send(to|msg|mmsg)?$/.test(name) && (flags_in(seen) & MSG_NOSIGNAL) === 0 && is_stream(fd)) {
      this.#tell(seen, {
        kind: 'no-nosignal',
        message: `${call_text(seen)} on a stream without MSG_NOSIGNAL: outside Node, SIGPIPE kills the process if the peer has closed`,
        causes: [],
        fd,
      });
    }
    const transfer = transfer_of(row, args, 0);
    const ended = this.#ended.get(key);
    if (transfer?.direction === 'in' && ended !== undefined) {
      this.#tell(seen, {
        kind: 'after-end',
        message: `${call_text(seen)} after the end of the stream`,
        causes: [caused(`${ended.name} returned 0`, ended.site())],
        fd,
      });
      this.#ended.delete(key);
    }
    if (transfer?.direction === 'out') this.#continues(key, seen, bytes_to_send(args[1]));
    if (name === 'close') this.#gives_up(key);
  }

  after(seen: Seen): void {
    const { fd, result } = seen;
    if (fd === undefined) return;
    const key = this.#key(fd);
    this.#counts_tries(`${key} ${seen.name}`, seen);
    this.#tried(key, seen);
    if (result < 0) return;
    const transfer = transfer_of(seen.row, seen.args, result) ?? copied(seen);
    if (transfer === undefined) return;
    if (transfer.direction === 'in' && result === 0 && transfer.wanted > 0 && is_stream(fd)) this.#ended.set(key, seen);
    if (result === 0 || result >= transfer.wanted || !carries(seen)) return;
    seen.short = { wanted: transfer.wanted, done: false };
    if (transfer.direction === 'in' || !is_bytes(seen.args[1])) return;
    const rest = bytes_to_send(seen.args[1]).slice(result, result + compared);
    this.#pending.set(key, { seen, short: seen.short, rest });
  }

  #key(fd: number): string {
    return `${fd} ${this.#book.generation_of(fd)}`;
  }

  /** Marks the pending short transfer as completed if this call sends the bytes that follow it. */
  #continues(key: string, seen: Seen, bytes: Uint8Array): void {
    const pending = this.#pending.get(key);
    if (pending === undefined) return;
    const length = Math.min(bytes.length, pending.rest.length);
    const goes_on = Buffer.compare(bytes.subarray(0, length), pending.rest.subarray(0, length)) === 0;
    if (goes_on && length > 0) {
      pending.tried = seen;
      pending.short.done = true;
    } else {
      this.#pending.delete(key);
      this.#lost(pending, `${call_text(seen)} sends other data`, seen);
    }
  }

  /** A rest that was refused is still to be sent. */
  #tried(key: string, seen: Seen): void {
    const pending = this.#pending.get(key);
    if (pending?.tried !== seen) return;
    if (seen.result === -EAGAIN || seen.result === -EINTR) pending.short.done = false;
    else this.#pending.delete(key);
  }

  /** A program that tried to send the rest knows what the peer lacks. */
  #gives_up(key: string): void {
    const pending = this.#pending.get(key);
    this.#pending.delete(key);
    if (pending !== undefined && pending.tried === undefined)
      this.#lost(pending, 'the descriptor was closed', pending.seen);
  }

  #lost({ seen, short }: Pending, what: string, by: Seen): void {
    if (short.done || short.used === undefined || short.used === 'read') return;
    short.done = true;
    this.#tell(seen, {
      kind: 'short-count',
      message: `${call_text(seen)} moved ${seen.result} of ${short.wanted} bytes, and the rest was never sent: ${what}`,
      causes: by === seen ? [] : [caused(what, by.site())],
      ...(seen.fd === undefined ? {} : { fd: seen.fd }),
    });
  }

  #counts_tries(key: string, seen: Seen): void {
    if (seen.result !== -EAGAIN) {
      this.#tries.delete(key);
      return;
    }
    const tries = this.#tries.get(key) ?? { count: 0, began: performance.now(), cpu: cpu_time() };
    tries.count += 1;
    this.#tries.set(key, tries);
    if (tries.count < spins) return;
    const used = cpu_time() - tries.cpu;
    const passed = performance.now() - tries.began;
    this.#tries.delete(key);
    if (used < passed * busy) return;
    this.#tell(seen, {
      kind: 'spin',
      message: `${call_text(seen)} failed with EAGAIN ${spins} times in a row, without waiting`,
      causes: [],
      ...(seen.fd === undefined ? {} : { fd: seen.fd }),
      code: 'EAGAIN',
    });
  }
}

/** CPU time in milliseconds: of this thread if Node supports that (since 23.9), otherwise of the process. */
function cpu_time(): number {
  const { threadCpuUsage = process.cpuUsage } = process as { threadCpuUsage?: typeof process.cpuUsage };
  const { user, system } = threadCpuUsage.call(process);
  return (user + system) / 1000;
}

const cell = new Uint8Array(8);

/** True for a socket of SOCK_STREAM. */
function is_stream(fd: number): boolean {
  const view = view_of(cell);
  view.setUint32(0, 4, little_endian);
  return kernel.getsockopt(fd, SOL_SOCKET, SO_TYPE, cell) >= 0 && view.getInt32(4, little_endian) === SOCK_STREAM;
}

function carries({ fd, name }: Seen): boolean {
  try {
    return name === 'sendfile' || (fd !== undefined && carries_a_stream(fd));
  } catch {
    return false;
  }
}

function flags_in({ name, row, args }: Seen): number {
  return name === 'sendmmsg' ? Number(args[8]) : flags_of(row, args);
}

/** The transfer of sendfile(2), which copies between descriptors: only the requested length is known. */
function copied({ name, args }: Seen): Transfer | undefined {
  if (name !== 'sendfile') return undefined;
  return { direction: 'out', wanted: Number(args[3]), bytes: () => undefined };
}

function is_bytes(value: unknown): boolean {
  return value instanceof Uint8Array || Array.isArray(value);
}

function bytes_to_send(value: unknown): Uint8Array {
  if (value instanceof Uint8Array) return value;
  return Array.isArray(value) ? Buffer.concat(value.filter((piece) => piece instanceof Uint8Array)) : new Uint8Array();
}
