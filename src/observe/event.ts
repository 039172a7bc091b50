import type { ErrnoName, UnnamedErrno } from '../errno.js';

/** A call before it is made. */
export interface TraceEntry {
  /** The syscall, as strace names it: `'sendto'`. */
  readonly name: string;
  /** The C function that was called: `'send'`. */
  readonly function: string;
  /** The arguments as they are passed to the native function: a pointer and its length are one `Uint8Array`. */
  readonly args: readonly unknown[];
  /** The part of the line that is known before the call: `'recvfrom(4'`. */
  readonly begun: string;
  /** True if the call can block. */
  readonly blocks: boolean;
  /** The time of the call, in milliseconds since the epoch as from `Date.now()`, with a fraction. */
  readonly start: number;
  /** The kernel's thread ID, as strace and ps show it. */
  readonly tid: number;
  /** The source line that called the package: `'server.ts:41:18'`. Undefined if it is unknown. */
  readonly where: string | undefined;
}

/** A call after it has returned. */
export interface TraceEvent extends TraceEntry {
  /** The line that strace prints: `'recvfrom(4, "\\0\\0\\0\\v", 4, 0, NULL, NULL) = 4'`, with strace's padding. */
  readonly line: string;
  /** The part before the `=`: `'recvfrom(4, "\\0\\0\\0\\v", 4, 0, NULL, NULL)'`. */
  readonly call: string;
  /** The part after the `=`: `'4'`, `'-1 EAGAIN (Resource temporarily unavailable)'`, `'-1 EINTR (Interrupted system call) (INJECTED)'`. */
  readonly returned: string;
  /** The return value in C: -1 if the call failed. */
  readonly result: number;
  /** The errno, if the call failed. */
  readonly errno?: number;
  /** The name of the errno. */
  readonly code?: ErrnoName | UnnamedErrno;
  /** Milliseconds. As with strace's `-T`, it includes `delay_enter` but not `delay_exit`. */
  readonly duration: number;
  /** What a fault of `inject` or SYS_SOCKET_FAULT replaced: the result (`retval`; no call was made), or the length that was passed (`args`). */
  readonly injected?: 'retval' | 'args';
  /** True if a fault delayed the call. */
  readonly delayed?: true;
}

/** Is notified of each call, before and after it. */
export interface TraceWatcher {
  enter?(entry: TraceEntry): void;
  exit(event: TraceEvent): void;
  /** Called instead of `exit` if the arguments were rejected with an exception, so that no call was made. */
  refused?(entry: TraceEntry): void;
}
