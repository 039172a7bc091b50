import type { FdName } from './fd-name.js';

/** The information in the trace about a descriptor. */
export interface Descriptor {
  readonly fd: number;
  /** The call that created it. Undefined if it was open before the trace began, or if that call was not traced. */
  readonly made?: Made;
  /** strace's annotation: what it refers to (`-y`, `-yy`). */
  readonly is?: FdName;
  /** The address of the peer: from connect(2), from accept(2), or from strace's annotation. */
  readonly peer?: string;
}

export interface Made {
  /** The syscall: `'accept4'`. */
  readonly by: string;
  /** The line number of the call in the trace. */
  readonly number: number;
  readonly tid?: number;
  /** The descriptor it comes from: the listener for accept(2), the original for a duplicate. */
  readonly from?: number;
  /** For a duplicate: the call that created the first descriptor. */
  readonly first?: Made;
}
