import type { StraceEvent } from '../event.js';
import { made_by } from '../fd-calls.js';
import { number_of } from '../value.js';
import { broken, holds, NothingToJudge, type Verdict } from './verdict.js';

/** Every socket that the program created is closed, once. */
export function closes_every_socket(events: readonly StraceEvent[]): Verdict {
  /** The event that created each open socket, by the socket's number and the line of that event. */
  const open = new Map<string, number>();
  let count = 0;
  for (const [at, event] of events.entries()) {
    if (event.kind !== 'call') continue;
    if (/^(socket|socketpair|accept4?)$/.test(event.name)) {
      for (const fd of made_by(event)) open.set(`${fd} of ${event.number}`, at);
      count += made_by(event).length;
    } else if (event.name === 'close') {
      if (event.code === 'EBADF') return broken(at, `an open descriptor: ${event.descriptor?.fd} is already closed`);
      open.delete(`${event.descriptor?.fd} of ${event.descriptor?.made?.number}`);
    } else if (event.name === 'close_range') {
      const [low = 0, high = 0] = event.args.slice(0, 2).map((arg) => number_of(arg) ?? Number.POSITIVE_INFINITY);
      for (const key of open.keys())
        if (Number.parseInt(key, 10) >= low && Number.parseInt(key, 10) <= high) open.delete(key);
    }
  }
  const [left] = open;
  if (left !== undefined) return broken(left[1], `a close of ${Number.parseInt(left[0], 10)} before the end`);
  if (count === 0) throw new NothingToJudge('no socket was created; check that `socket` is among the traced calls');
  return holds(`every socket was closed (${count})`);
}
