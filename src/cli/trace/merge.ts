import type { Call } from './record.js';

/** How long a call is held back for one that came before it, but is heard of later: milliseconds. */
const patience = 40;

/** Calls that end when something has come, which was sent before: they stand where they ended, all others where they began. */
const ends_by_another = /^(accept|recv|read|preadv|poll|ppoll|epoll_p?wait)/;

/** Where a call stands on the clock. One that blocked long stands at its end: what was in between is told by then. */
export function moment({ name, at, duration }: Call): number {
  return ends_by_another.test(name) || duration > patience / 2 ? at + duration : at;
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
    const sorted = this.#held.sort((a, b) => moment(a) - moment(b));
    const ripe = sorted.findIndex((call) => moment(call) > time);
    this.#held = ripe < 0 ? [] : sorted.slice(ripe);
    for (const call of ripe < 0 ? sorted : sorted.slice(0, ripe)) this.#tell(call);
  }
}
