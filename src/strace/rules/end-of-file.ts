import type { StraceEvent } from '../event.js';
import { stream_test } from './streams.js';
import { moves_the_stream, receives_of } from './transfer.js';
import { broken, holds, NothingToJudge, type Verdict } from './verdict.js';

/** After a receive has returned 0, the stream's end, nothing more is received on that socket. */
export function never_calls_after_eof(events: readonly StraceEvent[]): Verdict {
  const is_stream = stream_test(events);
  const ended = new Map<string, number>();
  for (const { call, at, key, asked } of receives_of(events)) {
    if (!moves_the_stream(call)) continue;
    const end = ended.get(key);
    if (end !== undefined)
      return broken(at, `no ${call.name} on ${call.descriptor?.fd}: its stream ended in event ${end + 1}`);
    if (call.result === 0 && asked > 0 && is_stream(call)) ended.set(key, at);
  }
  if (ended.size === 0) throw new NothingToJudge('no stream ended: no receive returned 0');
  return holds(`nothing was received after the end of a stream (${ended.size})`);
}
