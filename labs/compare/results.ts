import type { Facts } from './facts.js';
import type { Side } from './measure.js';
import type { LoopFare } from './request.js';
import type { Traced } from './trace.js';

export type Both<T> = Readonly<Record<Side, T>>;

/** What npm run compare found. */
export interface Results {
  readonly machine: Readonly<Record<string, string | number>>;
  readonly quick: boolean;
  readonly facts: Both<Facts>;
  /** Round trips of 64 bytes, in µs, of all rounds. */
  readonly trips: Both<readonly number[]>;
  /** Of net's to raw's, each the median of the rounds' ratios. */
  readonly ratios: { readonly trip: number; readonly ahead: number; readonly throughput: number };
  /** While an answer took `loop_wait` ms. */
  readonly loop: Both<LoopFare>;
  /** Bytes of the heap of a server for each idle connection. */
  readonly memory: Both<number>;
  /** Undefined where there is no strace. */
  readonly traces: Both<Traced> | undefined;
}

export const loop_wait = 50;
export const small = 64;
/** Frames that are sent before the first answer is read. */
export const ahead = 64;
export const large = 256 * 1024;
