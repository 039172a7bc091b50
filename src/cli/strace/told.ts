import { call_of } from '../../observe/calls/index.js';
import type { StraceCall } from '../../strace/event.js';
import { made_by } from '../../strace/fd-calls.js';
import { words_of_first } from '../../strace/fd-name.js';
import { keys, moved_by } from '../../strace/rules/transfer.js';
import { FrameWatch } from '../trace/frame-watch.js';
import type { Call, Moved, Waiting } from '../trace/record.js';

/** The program that made the calls. */
export interface Source {
  /** The program's name in the trace. */
  readonly name: string;
  readonly pid: number;
  /** True if close(2) is certainly traced. A log shows that only by a close. */
  readonly closes?: true;
  /** The place of a line in the log, by line number: `server.log:12`. */
  where(number: number): string | undefined;
}

/** The sockets of a program. */
interface Sockets {
  readonly key: (call: StraceCall) => string;
  /** The frames of each direction of each stream. */
  readonly streams: Map<string, FrameWatch>;
}

/** Converts strace's calls to the calls that `sys-socket trace` shows. */
export class Teller {
  readonly #frames: boolean;
  /** By the name of the program. */
  readonly #sockets = new Map<string, Sockets>();

  constructor({ frames }: { readonly frames: boolean }) {
    this.#frames = frames;
  }

  /** Called for each call that is not shown: it may move bytes of a frame, or close a socket. */
  pass(event: StraceCall, source: Source): void {
    this.#moved(event, source);
  }

  call(event: StraceCall, source: Source): Call {
    const { name, returned, result = 0, errno, code, duration = 0, descriptor, injected } = event;
    const behind = words_of_first(event.call);
    const made = made_by(event);
    return {
      kind: 'call',
      program: source.name,
      pid: source.pid,
      tid: event.tid ?? source.pid,
      ...{ name, function: name, returned, result, errno, code, duration, behind },
      // The annotation of the descriptor has a separate column.
      call: behind === undefined ? event.call : event.call.replace(`<${behind}>`, () => ''),
      at: event.start ?? 0,
      blocks: call_of(name)?.waits !== undefined,
      where: source.where(event.number),
      fd: descriptor?.fd,
      made: made.length === 0 ? undefined : made,
      moved: this.#moved(event, source),
      injected: injected === undefined ? undefined : true,
    };
  }

  waiting(event: StraceCall, source: Source): Waiting {
    const { name, call, start = 0, tid = source.pid, number } = event;
    const of = { program: source.name, pid: source.pid, tid, where: source.where(number) };
    return { kind: 'enter', begun: call, function: name, at: start, ...of };
  }

  #moved(event: StraceCall, { name }: Source): Moved | undefined {
    const { key, streams } = this.#sockets_of(name);
    const socket = key(event);
    const moved = event.descriptor && moved_by(event);
    if (moved === undefined) return undefined;
    const { direction, asked: wanted, bytes } = moved;
    const count = event.result ?? -1;
    if (!this.#frames || count <= 0 || !is_stream(event)) return { direction, wanted, frames: undefined };
    const stream = streams.get(`${direction} ${socket}`) ?? new FrameWatch();
    streams.set(`${direction} ${socket}`, stream);
    // strace truncates data longer than its -s.
    return { direction, wanted, frames: stream.see(bytes.length < count ? undefined : bytes.subarray(0, count)) };
  }

  #sockets_of(program: string): Sockets {
    const known = this.#sockets.get(program) ?? { key: keys(), streams: new Map() };
    this.#sockets.set(program, known);
    return known;
  }
}

/** True if strace's annotation of the descriptor (`-y`, `-yy`) names a stream, or if there is no annotation. */
function is_stream({ descriptor }: StraceCall): boolean {
  if (descriptor?.is === undefined) return true;
  return descriptor.is.kind === 'socket' && /^(TCP|UNIX-STREAM|socket)/.test(descriptor.is.protocol);
}
