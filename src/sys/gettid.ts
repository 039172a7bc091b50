import { native } from '../native.js';

/**
 * `pid_t gettid(void)`: gettid(2). The kernel's id of the calling thread; that of the main thread is `process.pid`. It cannot fail.
 *
 * **strace**: `gettid() = 4000`
 *
 * @example
 * ```ts
 * import { gettid } from 'sys-socket';
 *
 * console.log(gettid() === process.pid); // true (in the main thread)
 * ```
 */
export function gettid(): number {
  return native.gettid();
}
