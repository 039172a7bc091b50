/** A thread makes so many calls without a wait before it gives the event loop a turn. */
const most = 512;

let made = 0;

/** A wait has ended: the event loop has had a turn. */
export function has_turned(): void {
  made = 0;
}

/**
 * The result of a call that needed no wait, after a turn of the event loop if one is due. The promise of such a call resolves before the loop
 * goes on, so a peer that is as fast as this thread would stop timers, signals and all other descriptors.
 */
export function without_wait<T>(result: T): T | Promise<T> {
  made += 1;
  if (made <= most) return result;
  made = 0;
  return new Promise((resolve) => {
    setImmediate(resolve, result);
  });
}
