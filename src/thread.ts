/** What the binary has to end the calls of a thread: no syscalls of the package's, and so not in the native table. */
export interface Thread {
  /** Our signal, which no set of a program's may hold. */
  readonly signal: number;
  /** From here on this thread is found by Node's number of it. */
  name(threadId: number): void;
  /** The calls of this thread are ended when its JavaScript is: 0, or 1 where that cannot be. Not for a runtime whose libuv is none. */
  watch(): number;
  /** 0, or -errno. */
  interrupt(threadId: number): number;
  siginterrupt(sig: number, flag: number): number;
  /** How many calls of this thread returned EINTR because somebody asked for it. */
  interrupted(): number;
}
