// What a process has left: descriptors, and memory by whose it is. Run with --expose-gc.

import { readdirSync, readFileSync } from 'node:fs';
import { open_files } from '../support/open-files.mjs';

/** Mapped and in memory, kB: what malloc has (the heap and its arenas), and all else that no file backs, which is V8's. */
function anonymous() {
  const kept = { malloc: 0, other: 0 };
  let of;
  for (const line of readFileSync('/proc/self/smaps', 'utf8').split('\n')) {
    const [, from, file] = /^([0-9a-f]+)-[0-9a-f]+ \S+ \S+ \S+ \d+\s*(.*)$/.exec(line) ?? [];
    if (from !== undefined) {
      // An arena of glibc begins at a multiple of its 64 MiB, and has no name.
      const is_arena = file === '' && Number.parseInt(from, 16) % 2 ** 26 === 0;
      of = file === '[heap]' || is_arena ? 'malloc' : file === '' ? 'other' : undefined;
    }
    const [, size] = /^Rss:\s+(\d+) kB/.exec(line) ?? [];
    if (size !== undefined && of !== undefined) kept[of] += Number(size);
  }
  return kept;
}

const MiB = (bytes) => Math.round((bytes / 2 ** 20) * 10) / 10;

/** In MiB, after the garbage is collected if `collect` says so. */
export async function left(collect = true) {
  if (collect) {
    // What a finalizer lets go of is collected by the next.
    for (let i = 0; i < 3; ++i) {
      globalThis.gc?.();
      await new Promise(setImmediate);
    }
  }
  const { rss, heapUsed, heapTotal, external, arrayBuffers } = process.memoryUsage();
  const { malloc, other } = anonymous();
  return {
    descriptors: open_files().size,
    threads: readdirSync('/proc/self/task').length,
    heapUsed: MiB(heapUsed),
    external: MiB(external),
    arrayBuffers: MiB(arrayBuffers),
    heapTotal: MiB(heapTotal),
    rss: MiB(rss),
    malloc: MiB(malloc * 1024),
    other: MiB(other * 1024),
  };
}
