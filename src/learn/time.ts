/** A clock for a play: waits advance it, and `performance.now`, `process.hrtime` and `Date` show it. In milliseconds. */
export interface Time {
  /** The time until the first piece arrives, and between pieces. Default: all pieces are there from the start. */
  readonly every?: number;
  /** The duration of each call. */
  readonly call?: number;
  /** The time until connect(2) is answered; 0 answers at once. `refused` is the name of an errno with which it fails. */
  readonly connects?: { readonly after: number; readonly refused?: string };
  /** The times at which a signal interrupts a waiting call. */
  readonly signals?: readonly number[];
  /** The time at which the wall clock is set, and by how much. CLOCK_MONOTONIC is not affected. */
  readonly wall?: { readonly at: number; readonly by: number };
}

/** The default duration of each call, in ms: it is not 0, so that a polling loop ends. */
const least = 0.05;

/** How a wait ended: by what was awaited, by a signal, or because the time was up. */
export type Woken = 'ready' | 'signal' | 'late';

export class PlayClock {
  readonly #time: Time;
  readonly #signals: number[];
  /** Since the play began. */
  now = 0;

  constructor(time: Time) {
    this.#time = time;
    this.#signals = [...(time.signals ?? [])].sort((one, other) => one - other);
  }

  /** Advances the time by the duration of a call. */
  call(): void {
    this.now += this.#time.call ?? least;
  }

  /** When the piece with this number arrives, counted from 0. */
  comes(number: number): number {
    return (this.#time.every ?? 0) * (number + 1);
  }

  /** Sleeps until the time `ready`, for at most `longest`. Returns undefined if the wait would never end. */
  wait(ready: number, longest: number): Woken | undefined {
    if (ready <= this.now) return 'ready';
    const late = this.now + longest;
    const signal = this.#signals.find((at) => at > this.now) ?? Number.POSITIVE_INFINITY;
    const first = Math.min(ready, late, signal);
    if (first === Number.POSITIVE_INFINITY) return undefined;
    this.now = first;
    return first === ready ? 'ready' : first === late ? 'late' : 'signal';
  }

  /** Makes all clocks of this process show the time of the play. @returns a function that undoes it */
  tell(): () => void {
    const real = { Date, now: performance.now, hrtime: process.hrtime };
    const began = { wall: Date.now(), monotonic: performance.now() };
    const monotonic = () => began.monotonic + this.now;
    const wall = () => {
      const { at = Number.POSITIVE_INFINITY, by = 0 } = this.#time.wall ?? {};
      return Math.floor(began.wall + this.now + (this.now >= at ? by : 0));
    };
    const nanoseconds = () => BigInt(Math.floor(1e6 * monotonic()));
    const hrtime = (since: readonly [number, number] = [0, 0]): [number, number] => {
      const passed = nanoseconds() - BigInt(since[0]) * 1_000_000_000n - BigInt(since[1]);
      return [Number(passed / 1_000_000_000n), Number(passed % 1_000_000_000n)];
    };
    globalThis.Date = new Proxy(Date, {
      get: (target, name) => (name === 'now' ? wall : Reflect.get(target, name)),
      construct: (target, args, as) => Reflect.construct(target, args.length === 0 ? [wall()] : args, as),
      apply: () => new real.Date(wall()).toString(),
    });
    performance.now = monotonic;
    process.hrtime = Object.assign(hrtime, { bigint: nanoseconds });
    return () => {
      globalThis.Date = real.Date;
      performance.now = real.now;
      process.hrtime = real.hrtime;
    };
  }
}
