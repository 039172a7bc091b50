import type { Result } from 'sys-socket';

/** Why an attempt failed, and how many bytes of the request had been sent by then. */
export interface Failed {
  readonly code: string;
  readonly sent: number;
}

/** How often, and how long between: in milliseconds. */
export interface Limits {
  /** Attempts in all. */
  readonly most: number;
  /** The longest first wait; it doubles from wait to wait. */
  readonly first: number;
  /** No wait is longer. */
  readonly cap: number;
}

/** The clock and the dice: nothing here sleeps, or is chance, by itself. */
export interface World {
  sleep(ms: number): void;
  /** From 0 to 1, without 1. */
  random(): number;
}

/** Errors that may be gone in a moment. */
export const passing: readonly string[] = ['ECONNREFUSED', 'ECONNRESET', 'ETIMEDOUT', 'EHOSTUNREACH', 'ENETUNREACH'];

/** Takes one error for the only one that passes. Tries until it succeeds, or until trying again would be of no use, or harm. */
export function again<T>(attempt: () => Result<T, Failed>, limits: Limits, world: World): Result<T, Failed> {
  for (let tried = 1; ; tried++) {
    const result = attempt();
    if (result.ok || tried >= limits.most) return result;
    const { code, sent } = result.error;
    if (sent > 0 || code !== 'ECONNREFUSED') return result;
    const ceiling = Math.min(limits.cap, limits.first * 2 ** (tried - 1));
    world.sleep(ceiling * world.random());
  }
}
