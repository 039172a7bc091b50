import { readdirSync, readlinkSync } from 'node:fs';

/** What libc may open for a moment in another thread: malloc(3) reads /proc/sys/vm/overcommit_memory before it shrinks a thread's arena. */
const of_libc = /^\/(proc|sys)\//;

function file_of(fd) {
  try {
    return readlinkSync(`/proc/self/fd/${fd}`);
  } catch {
    return undefined; // it was the folder's
  }
}

/** The open descriptors of this process, and the file of each, without those of libc. */
export function open_files() {
  const files = readdirSync('/proc/self/fd').map((fd) => [Number(fd), file_of(fd)]);
  return new Map(files.filter(([, file]) => file !== undefined && !of_libc.test(file)));
}
