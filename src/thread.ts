/** What the binary has to end the calls of a thread: no syscalls of the package's, and so not in the native table. */
export interface Thread {
  /** Our signal, which no set of a program's may hold. */
  readonly signal: number;
  /** From here on this thread is found by Node's number of it. */
  name(threadId: number): void;
  /** 0, or -errno. */
  interrupt(threadId: number): number;
  /** How many calls of this thread returned EINTR because somebody asked for it. */
  interrupted(): number;
}
