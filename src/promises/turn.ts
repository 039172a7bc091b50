/** A thread makes so many calls without a wait before it gives the event loop a turn. */
const most = 512;

let made = 0;

/** A wait has ended: the event loop has had a turn. */
export function has_turned(): void {
  made = 0;
}

/**
 * Counts a call that needed no wait, and says whether a turn of the event loop is due. The promise of such a call resolves before the loop goes
 * on, so a peer that is as fast as this thread would stop timers, signals and all other descriptors.
 */
export function turn_is_due(): boolean {
  made += 1;
  return made > most;
}

/** Lets the event loop do everything else that is ready. */
export function turn(): Promise<void> {
  made = 0;
  return new Promise((resolve) => {
    setImmediate(resolve);
  });
}
