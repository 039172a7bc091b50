import { call_of } from '../../observe/calls/index.js';
import type { Call } from './record.js';

/** The time that each call is held back for messages of threads that are not known yet, in milliseconds. */
const patience = 40;

/**
 * The maximum time that a call is held back for a thread that sends no message, in milliseconds: the thread may have made no call. Time in
 * which a busy machine does not let the thread run does not count.
 */
const longest = 500;

/** What the threads of the traced programs are doing. */
export interface Threads {
  /** True for a thread that is running or runnable: it will report the call that it has begun. */
  runs(thread: string): boolean;
  /** The processor time of the thread's process, in ms; undefined if all of its threads are asleep, so that it has nothing to report. */
  work(thread: string): number | undefined;
}

/** True for a call that waits until something arrives, so that its duration is a wait. */
export function ends_by_another(call: { readonly function: string }): boolean {
  return call_of(call.function)?.waits === 'in';
}

/** The time by which a call is ordered: its end if it waits for something that was sent before, otherwise its beginning. */
export function moment(call: Call): number {
  return ends_by_another(call) ? call.at + call.duration : call.at;
}

/** The calls in order of time, causes before effects. */
export function in_order(calls: readonly Call[]): Call[] {
  return [...calls].sort((a, b) => moment(a) - moment(b));
}

/**
 * Puts the calls of several threads and programs in order of time. A call is held back until every other thread has reported its earlier
 * calls. A thread reports a call before it makes the next one, so a cause is reported before its effect is shown, even on a busy machine.
 */
export class Merge {
  readonly #tell: (call: Call) => void;
  readonly #threads: Threads;
  /** The time until which each thread has reported all of its calls. */
  readonly #told = new Map<string, number>();
  /** The threads that have begun a call and not reported its end. */
  readonly #calling = new Set<string>();
  /** For each thread that reports nothing: since when, and the processor time of its process when that was noticed. */
  readonly #silent = new Map<string, { readonly until: number; readonly work: number }>();
  #held: Call[] = [];
  #timer: NodeJS.Timeout | undefined;

  constructor(tell: (call: Call) => void, threads: Threads) {
    this.#tell = tell;
    this.#threads = threads;
  }

  /** Called when a thread has begun a call that may block. */
  waits(thread: string, call: { readonly function: string; readonly at: number }): void {
    this.#calling.add(thread);
    this.#told.set(thread, ends_by_another(call) ? Number.POSITIVE_INFINITY : call.at);
  }

  add(thread: string, call: Call): void {
    this.#calling.delete(thread);
    this.#told.set(thread, call.at + call.duration);
    this.#held.push(call);
    this.#timer ??= this.#later();
  }

  /** Passes on all remaining calls. */
  end(): void {
    clearTimeout(this.#timer);
    this.#tell_until(Number.POSITIVE_INFINITY);
  }

  /** A busy machine can delay this process too. What has arrived by then is read before the immediate runs, but after the timer. */
  #later(): NodeJS.Timeout {
    return setTimeout(() => setImmediate(() => this.#let_go()), patience);
  }

  #let_go(): void {
    this.#timer = undefined;
    const now = Number(process.hrtime.bigint()) / 1e6;
    const late = now - longest;
    const told = Array.from(this.#told, ([thread, until]) =>
      until >= late || this.#may_report(thread, until) ? until : late,
    );
    this.#tell_until(Math.min(now - patience, ...told));
    if (this.#held.length > 0) this.#timer = this.#later();
  }

  /** True if a thread that has reported nothing since `until` may still have an earlier call to report. */
  #may_report(thread: string, until: number): boolean {
    if (this.#calling.has(thread) && this.#threads.runs(thread)) return true;
    const work = this.#threads.work(thread);
    if (work === undefined) return false;
    const silent = this.#silent.get(thread);
    if (silent?.until === until) return work - silent.work < longest;
    this.#silent.set(thread, { until, work });
    return true;
  }

  #tell_until(time: number): void {
    const sorted = in_order(this.#held);
    const ripe = sorted.findIndex((call) => moment(call) > time);
    this.#held = ripe < 0 ? [] : sorted.slice(ripe);
    for (const call of ripe < 0 ? sorted : sorted.slice(0, ripe)) this.#tell(call);
  }
}
