import type { StraceCall, StraceEvent } from '../event.js';
import { broken, holds, NothingToJudge, type Verdict } from './verdict.js';

/**
 * An interrupted call is made again: signal(7). Exceptions are close(2), which on Linux has released the descriptor already, so that another
 * thread may have reused its number, and connect(2), which continues by itself.
 */
export function retries_on_eintr(events: readonly StraceEvent[]): Verdict {
  let count = 0;
  for (const [at, event] of events.entries()) {
    if (event.kind !== 'call' || event.code !== 'EINTR' || event.name === 'rt_sigreturn') continue;
    count += 1;
    if (event.name === 'connect') continue;
    const next = events.findIndex((later, i) => i > at && follows(later, event));
    const again = events[next];
    const repeated = again?.kind === 'call' && again.name === event.name;
    if (event.name === 'close') {
      if (repeated)
        return broken(next, 'no second close: after EINTR the descriptor is closed, and its number may be reused');
    } else if (!repeated) {
      const found = again === undefined ? 'no further call on it followed' : 'this call came instead';
      return broken(
        next < 0 ? at : next,
        `${event.name} to be called again after its EINTR (event ${at + 1}); ${found}`,
      );
    }
  }
  if (count === 0) throw new NothingToJudge('no call was interrupted; inject recvfrom:error=EINTR:when=2');
  return holds(`every interrupted call was made again (${count})`);
}

/** The next call of the thread on the same descriptor; for a call without a descriptor, the next one of that name. */
function follows(later: StraceEvent, call: StraceCall): boolean {
  if (later.kind !== 'call' || later.tid !== call.tid) return false;
  return call.descriptor === undefined ? later.name === call.name : later.descriptor?.fd === call.descriptor.fd;
}
