import { call_of } from '../../observe/calls/index.js';
import type { Call } from './record.js';

/** How long a call is held back for one that came before it, but is heard of later: milliseconds. */
const patience = 40;

/** Does the call end when something has come? Then its time is what it waited. */
export function ends_by_another(call: Call): boolean {
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

/** Puts the calls of several threads and programs in the order of the clock. */
export class Merge {
  readonly #tell: (call: Call) => void;
  #held: Call[] = [];
  #timer: NodeJS.Timeout | undefined;

  constructor(tell: (call: Call) => void) {
    this.#tell = tell;
  }

  add(call: Call): void {
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
    this.#tell_until(Number(process.hrtime.bigint()) / 1e6 - patience);
    if (this.#held.length > 0) this.#timer = setTimeout(() => this.#let_go(), patience);
  }

  #tell_until(time: number): void {
    const sorted = in_order(this.#held);
    const ripe = sorted.findIndex((call) => moment(call) > time);
    this.#held = ripe < 0 ? [] : sorted.slice(ripe);
    for (const call of ripe < 0 ? sorted : sorted.slice(0, ripe)) this.#tell(call);
  }
}
