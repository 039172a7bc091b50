import type { FdName } from './fd-name.js';

/** A descriptor, as far as the trace tells. */
export interface Descriptor {
  readonly fd: number;
  /** The call that made it. Undefined for one that was there before the trace began, or whose making was not traced. */
  readonly made?: Made;
  /** What strace says is behind it (`-y`, `-yy`). */
  readonly is?: FdName;
  /** The other end: what connect(2) was given, what accept(2) answered, or what strace says. */
  readonly peer?: string;
}

export interface Made {
  /** The syscall: `'accept4'`. */
  readonly by: string;
  /** The number of its line in the trace. */
  readonly number: number;
  readonly tid?: number;
  /** The descriptor that it came from: the listening one, for accept(2), or the one that was duplicated. */
  readonly from?: number;
  /** For a duplicate: the call that made the first of them. */
  readonly first?: Made;
}
