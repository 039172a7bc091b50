import { type Codec, struct } from './struct.js';

/** A span of time, or a moment of a clock. */
export interface Timespec {
  /** Seconds. */
  tv_sec: number;
  /** Nanoseconds, 0 to 999 999 999. */
  tv_nsec: number;
}

/** When a timer goes off: timerfd_create(2). */
export interface Itimerspec {
  /** After so much time again, and again; all zero for a timer that goes off once. */
  it_interval: Timespec;
  /** First after so much time, or at it; all zero for a timer that is not set. */
  it_value: Timespec;
}

/** C's `struct timespec`. */
export const timespec: Codec<Timespec> = struct('timespec');

/** C's `struct itimerspec`. */
export const itimerspec: Codec<Itimerspec> = struct('itimerspec', { it_interval: timespec, it_value: timespec });

/**
 * The bytes of a time, where C may have NULL.
 *
 * @internal
 */
export function timespec_or_null(value: Timespec | null | undefined, where: string): Uint8Array | null {
  return value === null || value === undefined ? null : timespec.encode(value, where);
}
