import { call_of } from '../../observe/calls/index.js';
import type { Call } from './record.js';

/** How long a call is held back for one of a thread that was not heard of yet: milliseconds. */
const patience = 40;

/** How long for an earlier call of a thread that reports nothing, in ms. Time in which a busy machine does not let the thread run does not count. */
const longest = 500;

/** What the threads of the traced programs are doing. */
export interface Threads {
  /** True for a thread that is running or runnable: it will report the call that it has begun. */
  runs(thread: string): boolean;
  /** The processor time of the thread's process, in ms; undefined if all of its threads are asleep, so that it has nothing to report. */
  work(thread: string): number | undefined;
}

/** True for a call that ends when something has come: its time is what it waited. */
export function ends_by_another(call: { readonly function: string }): boolean {
  return call_of(call.function)?.waits === 'in';
}

/** Where a call stands on the clock: at its end when it ends by what was sent before, otherwise where it began. */
export function moment(call: Call): number {
  return ends_by_another(call) ? call.at + call.duration : call.at;
}

/** All calls in the order of the clock, causes before effects. */
export function in_order(calls: readonly Call[]): Call[] {
  return [...calls].sort((a, b) => moment(a) - moment(b));
}

/**
 * Puts the calls of several threads and programs in the order of the clock. A call is held back until every other thread has told what
 * it did before: a thread tells of a call before it makes the next one, so a cause is heard of by then, however busy the machine is.
 */
export class Merge {
  readonly #tell: (call: Call) => void;
  readonly #threads: Threads;
  /** Until when each thread has told all that it did. */
  readonly #told = new Map<string, number>();
  /** Those that have begun a call, and not told of its end. */
  readonly #calling = new Set<string>();
  /** For each thread that reports nothing: since when, and the processor time of its process when that was noticed. */
  readonly #silent = new Map<string, { readonly until: number; readonly work: number }>();
  #held: Call[] = [];
  #timer: NodeJS.Timeout | undefined;

  constructor(tell: (call: Call) => void, threads: Threads) {
    this.#tell = tell;
    this.#threads = threads;
  }

  /** A thread has begun a call that may block. */
  waits(thread: string, call: { readonly function: string; readonly at: number }): void {
    this.#calling.add(thread);
    this.#told.set(thread, ends_by_another(call) ? Number.POSITIVE_INFINITY : call.at);
  }

  add(thread: string, call: Call): void {
    this.#calling.delete(thread);
    this.#told.set(thread, call.at + call.duration);
    this.#held.push(call);
    this.#timer ??= setTimeout(() => this.#let_go(), patience);
  }

  /** All that is left. */
  end(): void {
    clearTimeout(this.#timer);
    this.#tell_until(Number.POSITIVE_INFINITY);
  }

  #let_go(): void {
    this.#timer = undefined;
    const now = Number(process.hrtime.bigint()) / 1e6;
    const late = now - longest;
    const told = Array.from(this.#told, ([thread, until]) =>
      until >= late || this.#may_report(thread, until) ? until : late,
    );
    this.#tell_until(Math.min(now - patience, ...told));
    if (this.#held.length > 0) this.#timer = setTimeout(() => this.#let_go(), patience);
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
