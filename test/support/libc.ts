import { readFileSync } from 'node:fs';

/** True when the libc of this process is musl: its libc.so is its loader, which Alpine calls ld-musl-x86_64.so.1. */
export const musl = /\/ld-musl-[^/]*$|-musl\/libc\.so$/m.test(readFileSync('/proc/self/maps', 'latin1'));

/** What is expected where the two libcs differ. */
export function by_libc<G, M>(of: { readonly glibc: G; readonly musl: M }): G | M {
  return musl ? of.musl : of.glibc;
}
