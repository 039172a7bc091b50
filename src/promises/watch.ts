import { errors_of, type SysError } from '../errno.js';
import type { Fd } from '../fd.js';
import type { Watch } from '../loop.js';
import { loop } from '../native.js';
import { ok, type Result } from '../result.js';

/** What uv_poll_init(3) may say, and pthread_create(3) where there is no libuv. */
export type WatchCode = 'EAGAIN' | 'EBADF' | 'EEXIST' | 'EMFILE' | 'ENOMEM' | 'EPERM';

const refused = errors_of<WatchCode>('uv_poll_init');

/** Bun exports names of libuv that end the process when they are called, and Deno has none: there a thread sleeps instead. */
const asleep = 'bun' in process.versions || 'deno' in process.versions;

/** Lets the event loop of this thread call `callback` while there is something to read from `fd`. `owns`: it is closed with the watch. */
export function watched(fd: Fd, callback: () => void, owns: boolean): Result<Watch, SysError<WatchCode>> {
  const watch = loop.watch(fd, callback, owns, asleep);
  return typeof watch === 'number' ? refused(watch) : ok(watch);
}

/** What a {@link Watch} is asked. */
export const UNREF = 0;
export const REF = 1;
export const END = 2;
