/** Controls the watch of a descriptor. The commands are UNREF, REF and END of promises/watch.ts. */
export type Watch = (ask: 0 | 1 | 2) => void;

/** The binary's functions for the event loop of this thread. They are not syscalls of the package, and so not in the native table. */
export interface Loop<AddrInfo> {
  /**
   * Calls `callback` whenever `fd` is readable; returns -errno on failure. With `owns`, the descriptor is closed with the watch. `asleep`
   * is for a runtime that does not use libuv: a thread waits instead.
   */
  watch(fd: number, callback: () => void, owns: boolean, asleep: boolean): Watch | number;
  /** Makes the binding refuse calls on the descriptors that libuv uses internally. Not for a runtime that does not use libuv. */
  guard(): void;
  /** Excepts a descriptor from this. */
  unguard(fd: number): void;
  /** The native table's getaddrinfo on another thread; it returns a number at once if there is no memory. */
  getaddrinfo(
    node: string | null,
    service: string | null,
    ai_flags: number,
    ai_family: number,
    ai_socktype: number,
    ai_protocol: number,
  ): Promise<number | AddrInfo[]> | number;
}
