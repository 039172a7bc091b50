import type { Result } from 'sys-socket';

/** Why an attempt failed, and how many bytes of the request had been sent by then. */
export interface Failed {
  readonly code: string;
  readonly sent: number;
}

/** How many attempts, and how long the waits between them are, in milliseconds. */
export interface Limits {
  /** The number of attempts in all. */
  readonly most: number;
  /** The longest first wait; it doubles from wait to wait. */
  readonly first: number;
  /** No wait is longer than this. */
  readonly cap: number;
}

/** The clock and the random numbers: without these, nothing here sleeps or is random. */
export interface World {
  sleep(ms: number): void;
  /** From 0 up to 1, not including 1. */
  random(): number;
}

/** Errors that may pass by themselves. */
export const passing: readonly string[] = ['ECONNREFUSED', 'ECONNRESET', 'ETIMEDOUT', 'EHOSTUNREACH', 'ENETUNREACH'];

/** Tries until it succeeds, or until another attempt would be useless or do harm. */
export function again<T>(attempt: () => Result<T, Failed>, limits: Limits, world: World): Result<T, Failed> {
  for (let tried = 1; ; tried++) {
    const result = attempt();
    if (result.ok || tried >= limits.most) return result;
    const { code } = result.error;
    if (!passing.includes(code)) return result;
    const ceiling = Math.min(limits.cap, limits.first * 2 ** (tried - 1));
    world.sleep(ceiling * world.random());
  }
}
