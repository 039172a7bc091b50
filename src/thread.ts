/** The binary's functions that end the calls of a thread. They are not syscalls of the package, and so not in the native table. */
export interface Thread {
  /** The signal that the package itself uses for `interrupt`. The binding removes it from the signal masks of a program. */
  readonly signal: number;
  /** Registers this thread under Node's id, so that `interrupt` finds it. */
  name(threadId: number): void;
  /** Ends the calls of this thread when its JavaScript ends: 0, or 1 if this is not possible. Not for a runtime that does not use libuv. */
  watch(): number;
  /** 0, or -errno. */
  interrupt(threadId: number): number;
  siginterrupt(sig: number, flag: number): number;
  /** The number of calls of this thread that returned EINTR on request. */
  interrupted(): number;
}
