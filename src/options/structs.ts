// The structs that are values of options, spelled as in the headers.
import { type Codec, struct } from '../codec/struct.js';

/** What close(2) does with unsent data: socket(7). `{ l_onoff: 1, l_linger: 0 }` discards it and sends a RST. */
export interface Linger {
  /** 1 on, 0 off. */
  l_onoff: number;
  /** How long close(2) blocks at most, in seconds. */
  l_linger: number;
}

/** A span of time. As a socket timeout, zero means no timeout. */
export interface Timeval {
  /** Seconds. */
  tv_sec: number;
  /** Microseconds, 0 to 999 999. */
  tv_usec: number;
}

/** The credentials of a process: unix(7). */
export interface Ucred {
  pid: number;
  uid: number;
  gid: number;
}

/** The codec of {@link Linger}. */
export const linger: Codec<Linger> = struct('linger');
/** The codec of {@link Timeval}. */
export const timeval: Codec<Timeval> = struct('timeval');
/** The codec of {@link Ucred}. */
export const ucred: Codec<Ucred> = struct('ucred');
