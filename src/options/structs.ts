// The structs that are values of options, spelled as in the headers.
import { type Codec, struct } from '../codec/struct.js';

/** What to do with unsent data at close(2): socket(7). `{ l_onoff: 1, l_linger: 0 }` throws it away and sends a RST. */
export interface Linger {
  /** On or off. */
  l_onoff: number;
  /** Seconds that close(2) may block. */
  l_linger: number;
}

/** A span of time. As a socket timeout, all zero means none. */
export interface Timeval {
  /** Seconds. */
  tv_sec: number;
  /** Microseconds, 0 to 999 999. */
  tv_usec: number;
}

/** Who made or connected the other end of a unix socket: unix(7). */
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
