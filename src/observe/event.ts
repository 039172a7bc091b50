import type { ErrnoName, UnnamedErrno } from '../errno.js';

/** A call that is about to be made. */
export interface TraceEntry {
  /** The syscall, as strace names it: `'sendto'`. */
  readonly name: string;
  /** The C function that was called: `'send'`. */
  readonly function: string;
  /** The parameters of the man page as they cross the native boundary: a pointer and its length are one `Uint8Array`. */
  readonly args: readonly unknown[];
  /** As much of the line as is known before the call: `'recvfrom(4'`. */
  readonly begun: string;
  /** True for a call that may block. */
  readonly blocks: boolean;
  /** When: milliseconds since the epoch, as `Date.now()` counts them, with a fraction. */
  readonly start: number;
  /** The thread, by the kernel's number, as strace and ps show it. */
  readonly tid: number;
  /** Where the package was called: `'server.ts:41:18'`. Undefined when it cannot be told. */
  readonly where: string | undefined;
}

/** A call that has returned. */
export interface TraceEvent extends TraceEntry {
  /** The line that strace prints: `'recvfrom(4, "\\0\\0\\0\\v", 4, 0, NULL, NULL) = 4'`, padded as there. */
  readonly line: string;
  /** Its first part: `'recvfrom(4, "\\0\\0\\0\\v", 4, 0, NULL, NULL)'`. */
  readonly call: string;
  /** Its second part: `'4'`, `'-1 EAGAIN (Resource temporarily unavailable)'`, `'-1 EINTR (Interrupted system call) (INJECTED)'`. */
  readonly returned: string;
  /** What C returns: -1 when the kernel refused. */
  readonly result: number;
  /** Why, when it refused. */
  readonly errno?: number;
  /** The name of that. */
  readonly code?: ErrnoName | UnnamedErrno;
  /** Milliseconds. As with strace's `-T`, a `delay_enter` is among them, a `delay_exit` is not. */
  readonly duration: number;
  /** A fault of `inject` or SYS_SOCKET_FAULT: the result (`retval`: no call was made), or the length that was passed (`args`). */
  readonly injected?: 'retval' | 'args';
  /** ... or a delay. */
  readonly delayed?: true;
}

/** Is told of each call, before and after it. */
export interface TraceWatcher {
  enter?(entry: TraceEntry): void;
  exit(event: TraceEvent): void;
  /** Instead of `exit`: the arguments were refused after all, with an exception, and no call was made. */
  refused?(entry: TraceEntry): void;
}
