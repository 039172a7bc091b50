import type { StraceEvent } from '../event.js';
import { made_by } from '../fd-calls.js';
import { number_of } from '../value.js';
import { broken, holds, NothingToJudge, type Verdict } from './verdict.js';

/** Every socket that the program made is closed, once. */
export function closes_every_socket(events: readonly StraceEvent[]): Verdict {
  /** What is open: the event that made it, by the number of the line that did and its own. */
  const open = new Map<string, number>();
  let count = 0;
  for (const [at, event] of events.entries()) {
    if (event.kind !== 'call') continue;
    if (/^(socket|socketpair|accept4?)$/.test(event.name)) {
      for (const fd of made_by(event)) open.set(`${fd} of ${event.number}`, at);
      count += made_by(event).length;
    } else if (event.name === 'close') {
      if (event.code === 'EBADF') return broken(at, `an open descriptor: ${event.descriptor?.fd} is closed already`);
      open.delete(`${event.descriptor?.fd} of ${event.descriptor?.made?.number}`);
    } else if (event.name === 'close_range') {
      const [low = 0, high = 0] = event.args.slice(0, 2).map((arg) => number_of(arg) ?? Number.POSITIVE_INFINITY);
      for (const key of open.keys())
        if (Number.parseInt(key, 10) >= low && Number.parseInt(key, 10) <= high) open.delete(key);
    }
  }
  const [left] = open;
  if (left !== undefined) return broken(left[1], `a close of ${Number.parseInt(left[0], 10)} before the end`);
  if (count === 0) throw new NothingToJudge('no socket was made; is `socket` among the calls that were traced?');
  return holds(`every socket was closed (${count})`);
}
