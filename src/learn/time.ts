/** A play that has a time of its own: waits pass it, and `performance.now`, `process.hrtime` and `Date` tell it. In milliseconds. */
export interface Time {
  /** Until the first piece comes, and from each to the next. Left out, all of them are there at once. */
  readonly every?: number;
  /** How long each call takes. */
  readonly call?: number;
  /** The answer to connect(2) comes after so long: 0 is at once. With an errno by its name it is a refusal. */
  readonly connects?: { readonly after: number; readonly refused?: string };
  /** When a signal interrupts the call that waits. */
  readonly signals?: readonly number[];
  /** When somebody sets the wall clock, and by how much. The monotonic one, CLOCK_MONOTONIC, goes on. */
  readonly wall?: { readonly at: number; readonly by: number };
}

/** Each call takes some time, so that who asks again and again comes to an end. */
const least = 0.05;

/** What happened to a wait: what was waited for, a signal, or no time was left. */
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

  /** A call is made. */
  call(): void {
    this.now += this.#time.call ?? least;
  }

  /** When the piece with this number comes, from 0. */
  comes(number: number): number {
    return (this.#time.every ?? 0) * (number + 1);
  }

  /** Sleeps until something is so, for `longest` at most. Undefined when that is for ever. */
  wait(ready: number, longest: number): Woken | undefined {
    if (ready <= this.now) return 'ready';
    const late = this.now + longest;
    const signal = this.#signals.find((at) => at > this.now) ?? Number.POSITIVE_INFINITY;
    const first = Math.min(ready, late, signal);
    if (first === Number.POSITIVE_INFINITY) return undefined;
    this.now = first;
    return first === ready ? 'ready' : first === late ? 'late' : 'signal';
  }

  /** From here on all clocks of this process tell the time of the play. @returns undoes it */
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
