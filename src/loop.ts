/** The switch of a watched descriptor: whether the watch keeps the process running, and its end. */
export type Watch = (ask: 0 | 1 | 2) => void;

/** What the binary has of the event loop of this thread: no syscalls of the package's, and so not in the native table. */
export interface Loop<AddrInfo> {
  /**
   * Calls `callback` while there is something to read from `fd`; -errno if that cannot be. `owns` closes the descriptor with the
   * watch, and `asleep` is for a runtime whose libuv is none.
   */
  watch(fd: number, callback: () => void, owns: boolean, asleep: boolean): Watch | number;
  /** From here on the binding refuses calls on what libuv keeps for itself; not for a runtime whose libuv is none. */
  guard(): void;
  /** ... but for this one. */
  unguard(fd: number): void;
  /** The native table's getaddrinfo on another thread; a number at once when there is no memory. */
  getaddrinfo(
    node: string | null,
    service: string | null,
    ai_flags: number,
    ai_family: number,
    ai_socktype: number,
    ai_protocol: number,
  ): Promise<number | AddrInfo[]> | number;
}
