import { layout, offset_of } from '../native.js';
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

const { size } = layout('itimerspec');
const it_interval = offset_of('itimerspec', 'it_interval');
const it_value = offset_of('itimerspec', 'it_value');

/** C's `struct itimerspec`. */
export const itimerspec: Codec<Itimerspec> = {
  size,
  encode(value, where) {
    if (typeof value !== 'object' || value === null) throw new TypeError(`${where} must be a struct itimerspec`);
    const bytes = new Uint8Array(size);
    bytes.set(timespec.encode(value.it_interval, `${where}.it_interval`), it_interval);
    bytes.set(timespec.encode(value.it_value, `${where}.it_value`), it_value);
    return bytes;
  },
  decode: (bytes) => ({
    it_interval: timespec.decode(bytes.subarray(it_interval, it_interval + timespec.size)),
    it_value: timespec.decode(bytes.subarray(it_value, it_value + timespec.size)),
  }),
};
