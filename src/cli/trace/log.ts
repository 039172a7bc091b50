import { runs, work } from '../../learn/process.js';
import type { Output } from '../output.js';
import type { Format, ProgramEnd } from './format.js';
import { Merge, type Threads } from './merge.js';
import type { Program } from './program.js';
import type { Call, Message, Waiting } from './record.js';
import { Tally } from './tally.js';

/** A call that has not returned after this time is reported, in milliseconds. */
const impatience = 500;

export interface LogOptions {
  readonly format: Format;
  readonly output: Output;
  /** True for the syscalls to show. */
  readonly shows: (syscall: string) => boolean;
}

/** Collects the messages of the programs, and writes them in order. */
export class Log {
  readonly #format: Format;
  readonly #output: Output;
  readonly #shows: (syscall: string) => boolean;
  readonly #unread: () => void;
  readonly #tally = new Tally();
  readonly #merge: Merge;
  readonly #waiting = new Map<string, Waiting>();
  readonly #told = new Set<Waiting>();
  readonly #timer: NodeJS.Timeout;
  readonly #watchers: Array<(call: Call) => void> = [];
  #broken: unknown;
  #last = performance.now();

  /** @param unread called when the output can no longer be written */
  constructor({ format, output, shows }: LogOptions, unread: () => void) {
    this.#format = format;
    this.#output = output;
    this.#shows = shows;
    this.#unread = unread;
    this.#merge = new Merge((call) => {
      this.#tally.add(call);
      if (shows(call.name)) this.#write(format.call(call));
    }, threads);
    this.#timer = setInterval(() => this.#tell_waiting(), impatience / 5);
  }

  /** Adds a function that is called with each call immediately, in the order in which the messages arrive. */
  watch(watcher: (call: Call) => void): void {
    this.#watchers.push(watcher);
  }

  hear(program: Program, pid: number, message: Message): void {
    this.#last = performance.now();
    if (message.kind === 'hello') return;
    const key = `${pid} ${message.tid}`;
    if (message.kind === 'enter') {
      this.#merge.waits(key, message);
      if (this.#shows(name_of(message.begun))) this.#waiting.set(key, { ...message, program: program.name, pid });
      return;
    }
    this.#waiting.delete(key);
    const call: Call = { ...message, program: program.name, pid };
    this.#merge.add(key, call);
    for (const watch of this.#watchers) watch(call);
  }

  /** The time since the last message, in milliseconds. */
  quiet(): number {
    return performance.now() - this.#last;
  }

  /** Called after the programs have ended. @throws the error of a failed write */
  end(programs: readonly ProgramEnd[]): void {
    this.#merge.end();
    const { calls, rows } = this.#tally;
    this.#write(this.#format.end({ calls, programs, waiting: [...this.#waiting.values()], rows }));
    if (this.#broken !== undefined) throw this.#broken;
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  #tell_waiting(): void {
    const now = Number(process.hrtime.bigint()) / 1e6;
    for (const call of this.#waiting.values()) {
      if (this.#told.has(call) || now - call.at < impatience) continue;
      this.#told.add(call);
      this.#write(this.#format.waits?.(call) ?? '');
    }
  }

  #write(text: string): void {
    if (this.#broken !== undefined || text === '') return;
    try {
      this.#output.write(text);
    } catch (error) {
      this.#broken = error;
      this.#unread();
    }
  }
}

/** `recvfrom` of `recvfrom(4, ` */
function name_of(begun: string): string {
  return begun.slice(0, begun.indexOf('('));
}

/** The threads, by the names that {@link Log.hear} gives them. */
const threads: Threads = {
  runs(thread) {
    const [pid = 0, tid = 0] = thread.split(' ').map(Number);
    return runs(pid, tid);
  },
  work: (thread) => work(Number.parseInt(thread, 10)),
};
