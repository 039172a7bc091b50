import { type Codec, struct } from './struct.js';

/** A duration, or a point in time of a clock. */
export interface Timespec {
  /** Seconds. */
  tv_sec: number;
  /** Nanoseconds, 0 to 999 999 999. */
  tv_nsec: number;
}

/** When a timer expires: timerfd_create(2). */
export interface Itimerspec {
  /** The period of further expirations; zero for a timer that expires once. */
  it_interval: Timespec;
  /** The first expiration: a duration from now, or with TFD_TIMER_ABSTIME a point in time; zero for a disarmed timer. */
  it_value: Timespec;
}

/** C's `struct timespec`. */
export const timespec: Codec<Timespec> = struct('timespec');

/** C's `struct itimerspec`. */
export const itimerspec: Codec<Itimerspec> = struct('itimerspec', { it_interval: timespec, it_value: timespec });

/**
 * The bytes of a time, or null for C's NULL.
 *
 * @internal
 */
export function timespec_or_null(value: Timespec | null | undefined, where: string): Uint8Array | null {
  return value === null || value === undefined ? null : timespec.encode(value, where);
}
