import { errors_of, type SysError } from '../errno.js';
import type { Fd } from '../fd.js';
import { on_node } from '../load.js';
import type { Watch } from '../loop.js';
import { loop } from '../native.js';
import { ok, type Result } from '../result.js';

/** The errors of uv_poll_init(3), and in a runtime without libuv, those of pthread_create(3). */
export type WatchCode = 'EAGAIN' | 'EBADF' | 'EEXIST' | 'EMFILE' | 'ENOMEM' | 'EPERM';

const refused = errors_of<WatchCode>('uv_poll_init');

/**
 * Makes the event loop of this thread call `callback` whenever `fd` is readable. If the loop is not libuv's, a separate thread waits for
 * that. With `owns`, `fd` is closed with the watch.
 */
export function watched(fd: Fd, callback: () => void, owns: boolean): Result<Watch, SysError<WatchCode>> {
  const watch = loop.watch(fd, callback, owns, !on_node);
  return typeof watch === 'number' ? refused(watch) : ok(watch);
}

/** The commands of a {@link Watch}. */
export const UNREF = 0;
export const REF = 1;
export const END = 2;
