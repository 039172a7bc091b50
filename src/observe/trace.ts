import { performance } from 'node:perf_hooks';
import { isMainThread } from 'node:worker_threads';
import { check_function, check_integer, check_object, check_string, check_word } from '../codec/check.js';
import { field } from '../codec/intrinsics.js';
import { errno_name } from '../errno.js';
import { common, interpose, type Native } from '../native.js';
import { accepts_all, type Call, returned_by, type Text } from './calls/call.js';
import { calls } from './calls/index.js';
import type { TraceEntry, TraceEvent, TraceWatcher } from './event.js';
import { leave_note, type Note, note_text, noted } from './fault/note.js';
import { filter } from './filter.js';
import { OutputLock } from './output-lock.js';
import { type FdStyle, fd_printer } from './print/fd.js';
import type { PrintOptions } from './print/options.js';
import { refusal } from './print/refusal.js';
import { TextWatcher } from './text.js';
import { tid } from './thread.js';
import { throw_apart } from './throw-apart.js';
import { caller } from './where.js';

/** What to show. The letters are strace's options. */
export interface TraceOptions {
  /** `-e trace=`: `'%network'`, `'sendto,recvfrom'`, `'!close'`, `'%network,!getsockopt'`. Default: all calls. */
  readonly filter?: string;
  /** `-s`: the maximum length of a string or array that is printed whole; default 32. */
  readonly strings?: number;
  /** `-t` time of day, `-tt` with microseconds, `-ttt` seconds since the epoch, `-r` seconds since the previous call. */
  readonly time?: 't' | 'tt' | 'ttt' | 'r';
  /** `-T`: the duration of the call. */
  readonly duration?: boolean;
  /** `-f`: the thread that made the call. On by default in worker threads. */
  readonly thread?: boolean;
  /** `-y`, `-yy`: what a descriptor refers to: `4<TCP:[127.0.0.1:9000->127.0.0.1:41234]>`. */
  readonly fds?: FdStyle;
  /** The source line that made the call, which strace cannot show: `server.ts:41:18`. Events have it unless this is false. */
  readonly where?: boolean;
  /** `-a`: the column of the result; default 40. */
  readonly align?: number;
}

/** Where the calls go: lines to a descriptor of Node, or events to a function or watcher. */
export type TraceSink = number | ((event: TraceEvent) => void) | TraceWatcher;

/**
 * Traces the calls that this package makes in this thread, and prints them as strace does, without ptrace.
 *
 * Calls behave as before: same results, same exceptions. A call that throws because of misuse is not made, and is not shown.
 *
 * @param sink the number of a descriptor to write lines to (default 2, stderr), a function that is called with each call after it has
 *   returned, or an object that is also notified before each call. Calls of this package by the sink itself are not traced. An error that it
 *   throws becomes an uncaught exception, and does not reach the caller of the traced function.
 * @param options what to show
 * @returns a function that stops the trace
 * @throws RangeError if the filter contains an unknown word
 *
 * @example
 * ```ts
 * import { AF_UNIX, MSG_DONTWAIT, recv, SOCK_STREAM, socketpair, unwrap } from 'sys-socket';
 * import { trace } from 'sys-socket/observe';
 *
 * const stop = trace(({ name, returned }) => console.log(name, '=', returned), { filter: '%network' });
 * const [a] = unwrap(socketpair(AF_UNIX, SOCK_STREAM, 0)); // socketpair = 0
 * recv(a, new Uint8Array(16), MSG_DONTWAIT); // recvfrom = -1 EAGAIN (Resource temporarily unavailable)
 * stop();
 * ```
 */
export function trace(sink: TraceSink = 2, options: TraceOptions = {}): () => void {
  check_object(options, 'trace: options');
  const strings = field(options, 'strings', 32);
  const align = field(options, 'align', 40);
  check_integer(strings, 0, 2 ** 31 - 1, 'trace: strings');
  check_integer(align, 0, 2 ** 31 - 1, 'trace: align');
  const words = field(options, 'filter', 'all');
  check_string(words, 'trace: filter');
  const fds = field(options, 'fds');
  check_word(fds, ['y', 'yy'], 'trace: fds');
  const watcher = watcher_of(sink, options);
  const shows = filter(words);
  const printing: PrintOptions = { strings, fd: fd_printer(fds) };
  const sited = field(options, 'where', !(watcher instanceof TextWatcher));
  return interpose((below) => {
    const over = Object.entries(calls)
      .filter(([name, { syscall = name }]) => shows(syscall))
      .map(([name, call]) => [name, traced(name, call, { below, watcher, printing, align, sited })]);
    // Each function has the name and the parameters of the function that it calls.
    return Object.fromEntries(over) as Partial<Native>;
  });
}

function watcher_of(sink: TraceSink, options: TraceOptions): TraceWatcher {
  if (typeof sink === 'function') return { exit: sink };
  if (typeof sink === 'object' && sink !== null) {
    check_function(sink.exit, 'trace: sink.exit');
    for (const name of ['enter', 'refused'] as const) {
      if (sink[name] !== undefined) check_function(sink[name], `trace: sink.${name}`);
    }
    return sink;
  }
  check_integer(sink, 0, 0x7fff_ffff, 'trace: sink');
  const time = field(options, 'time');
  check_word(time, ['t', 'tt', 'ttt', 'r'], 'trace: time');
  const duration = field(options, 'duration', false);
  const where = field(options, 'where', false);
  const thread = field(options, 'thread', !isMainThread);
  const align = field(options, 'align', 40);
  return new TextWatcher(sink, new OutputLock(`fd ${sink}`), { time, duration, where, align, thread: thread && 'pid' });
}

interface Tracing {
  readonly below: Native;
  readonly watcher: TraceWatcher;
  readonly printing: PrintOptions;
  readonly align: number;
  /** True if the source line of the caller is wanted. */
  readonly sited: boolean;
}

/** True while a watcher runs: its own calls are not traced. */
const watching = common('watching', () => ({ now: false }));

function traced(name: string, call: Call, tracing: Tracing): (...args: unknown[]) => number {
  const { below, watcher, printing } = tracing;
  const make = (args: unknown[]): number => Reflect.apply(Reflect.get(below, name), undefined, args);
  const watch = (work: () => void) => {
    watching.now = true;
    try {
      work();
    } catch (error) {
      throw_apart(error);
    } finally {
      watching.now = false;
    }
  };
  return (...args) => {
    if (watching.now) return make(args);
    // For the binding, undefined or a missing argument is C's NULL too.
    const given = call.accepts.map((_, i) => args[i] ?? null);
    const texts = printed(call, printing, given);
    if (texts === undefined) return make(args);
    const entry = begin(name, call, texts, given, tracing.sited);
    if (watcher.enter !== undefined) watch(() => watcher.enter?.(entry));
    leave_note(undefined);
    const started = performance.now();
    let result: number;
    try {
      result = make(args);
    } catch (error) {
      if (watcher.refused !== undefined) watch(() => watcher.refused?.(entry));
      throw error;
    }
    const duration = performance.now() - started;
    const note = noted();
    watch(() => watcher.exit(end(entry, call, texts, given, { started, result, duration, note }, tracing)));
    leave_note(note); // for an outer trace: calls of the watcher may have changed the note
    return result;
  };
}

/** The arguments as text; undefined if the binding will reject one of them. */
function printed(call: Call, printing: PrintOptions, args: unknown[]): Text[] | undefined {
  try {
    return accepts_all(call, args) ? call.print(printing, ...args) : undefined;
  } catch {
    return undefined; // an argument has changed since it was checked
  }
}

function begin(name: string, call: Call, texts: Text[], args: unknown[], sited: boolean): TraceEntry {
  const syscall = call.syscall ?? name;
  const later = texts.findIndex((text) => typeof text === 'function');
  const known = later < 0 ? texts : texts.slice(0, later);
  const site = sited ? caller() : undefined;
  return {
    name: syscall,
    function: name,
    args,
    begun: `${syscall}(${known.join(', ')}${later > 0 ? ', ' : ''}`,
    blocks: call.waits !== undefined,
    start: performance.timeOrigin + performance.now(),
    tid: tid(),
    get where() {
      return site?.();
    },
  };
}

interface Outcome {
  readonly started: number;
  readonly result: number;
  readonly duration: number;
  readonly note: Note | undefined;
}

function end(
  entry: TraceEntry,
  call: Call,
  texts: Text[],
  args: unknown[],
  { started, result, duration, note }: Outcome,
  { printing, align }: Tracing,
): TraceEvent {
  const refused = result < 0 && result >= -most_errno;
  const shown = texts.map((text) => (typeof text === 'function' ? attempt(() => text(result)) : text));
  const text = `${entry.name}(${shown.join(', ')})`;
  const said = refused ? refusal(-result) : attempt(() => returned_by(call, printing, result, args));
  const returned = said + note_text(note);
  return {
    name: entry.name,
    function: entry.function,
    args,
    begun: entry.begun,
    blocks: entry.blocks,
    start: performance.timeOrigin + started,
    tid: entry.tid,
    get where() {
      return entry.where;
    },
    line: `${`${text} `.padEnd(align)}= ${returned}`,
    call: text,
    returned,
    result: refused ? -1 : result,
    ...(refused ? { errno: -result, code: errno_name(-result) } : {}),
    duration: duration - (note?.waited ?? 0),
    ...(note?.injected === undefined ? {} : { injected: note.injected }),
    ...(note?.delayed ? { delayed: true } : {}),
  };
}

/** The highest errno: MAX_ERRNO of linux/err.h. */
const most_errno = 4095;

/** Prints arguments, or '???' if one has changed during the call: a trace must not make the program fail. */
function attempt(print: () => string): string {
  try {
    return print();
  } catch {
    return '???';
  }
}
