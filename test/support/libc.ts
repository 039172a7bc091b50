import { readFileSync } from 'node:fs';

/** True when the libc of this process is musl: its libc.so is its loader, which Alpine calls ld-musl-x86_64.so.1. */
export const musl = /\/ld-musl-[^/]*$|-musl\/libc\.so$/m.test(readFileSync('/proc/self/maps', 'latin1'));

/** What is expected where the two libcs differ. */
export function by_libc<G, M>(of: { readonly glibc: G; readonly musl: M }): G | M {
  return musl ? of.musl : of.glibc;
}

/** The lines of what libc does by itself: musl sets FD_CLOEXEC once more after an open with O_CLOEXEC, and blocks all signals while it starts a thread. */
export const of_libc = by_libc({
  glibc: /^$/,
  musl: /^fcntl\(\d+(<.*>)?, F_SETFD, FD_CLOEXEC\)|^rt_sigprocmask\((SIG_BLOCK, ~\[RTMIN RT_1 RT_2\]|SIG_SETMASK, \[.*\], NULL)/,
});
