import type { StraceEvent } from '../event.js';
import { receives_of, sends_of } from './transfer.js';
import { broken, holds, NothingToJudge, type Verdict } from './verdict.js';

const waits = new Set(['poll', 'ppoll', 'select', 'pselect6', 'epoll_wait', 'epoll_pwait', 'epoll_pwait2']);

/** After EAGAIN the thread waits, with poll(2) or a similar call, before it tries again: it does not spin. */
export function waits_after_eagain(events: readonly StraceEvent[]): Verdict {
  const attempts = new Map([...sends_of(events), ...receives_of(events)].map((transfer) => [transfer.at, transfer]));
  /** The EAGAINs since the thread last waited, by thread and call. */
  const refused = new Map<string, number>();
  let count = 0;
  for (const [at, event] of events.entries()) {
    if (event.kind !== 'call') continue;
    if (waits.has(event.name)) {
      for (const key of refused.keys()) if (key.startsWith(`${event.tid} `)) refused.delete(key);
    }
    const attempt = attempts.get(at);
    if (attempt === undefined) continue;
    const key = `${event.tid} ${event.name} ${attempt.key}`;
    const before = refused.get(key);
    if (before !== undefined)
      return broken(
        at,
        `poll or a similar call before ${event.name} is tried again after EAGAIN (event ${before + 1})`,
      );
    if (event.code !== 'EAGAIN') continue;
    count += 1;
    refused.set(key, at);
  }
  if (count === 0) throw new NothingToJudge('no call failed with EAGAIN');
  return holds(`the program waited after every EAGAIN (${count})`);
}
