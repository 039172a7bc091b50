import type { StraceEvent } from '../event.js';
import { has_flag } from '../value.js';
import { stream_test } from './streams.js';
import { sends_of } from './transfer.js';
import { broken, holds, NothingToJudge, type Verdict } from './verdict.js';

/** Every send on a stream has MSG_NOSIGNAL, and no SIGPIPE is delivered: a peer that closes must not kill the program. */
export function sends_without_sigpipe(events: readonly StraceEvent[]): Verdict {
  const signal = events.findIndex((event) => event.kind === 'signal' && event.name === 'SIGPIPE');
  if (signal >= 0) return broken(signal, 'no SIGPIPE: use MSG_NOSIGNAL on the send before it');
  const is_stream = stream_test(events);
  const sends = sends_of(events);
  for (const { call, at } of sends) {
    if (!is_stream(call)) continue;
    const flags = call.args[call.name === 'sendmsg' ? 2 : 3];
    if (/^write/.test(call.name))
      return broken(at, `sendto or sendmsg with MSG_NOSIGNAL: ${call.name} on a socket has no flags`);
    if (!has_flag(flags, 'MSG_NOSIGNAL')) return broken(at, `MSG_NOSIGNAL among the flags of ${call.name}`);
  }
  if (sends.length === 0) throw new NothingToJudge('nothing was sent');
  return holds(`no send can raise SIGPIPE (${sends.length})`);
}
