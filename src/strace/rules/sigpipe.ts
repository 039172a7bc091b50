import { constants } from 'node:os';
import { MSG_NOSIGNAL } from '../../constants.js';
import type { StraceCall, StraceEvent } from '../event.js';
import { has_bit, has_flag, is } from '../value.js';
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
    if (!has_bit(flags, 'MSG_NOSIGNAL', MSG_NOSIGNAL))
      return broken(at, `MSG_NOSIGNAL among the flags of ${call.name}`);
  }
  if (sends.length === 0) throw new NothingToJudge('nothing was sent');
  return holds(`no send can raise SIGPIPE (${sends.length})`);
}

/** True for an rt_sigaction(2) after which SIGPIPE may be ignored or handled: unless strace has printed SIG_DFL, or no action. */
export function may_handle_sigpipe({ args: [signal, action] }: StraceCall): boolean {
  if (!has_flag(signal, 'SIGPIPE') && signal !== constants.signals.SIGPIPE) return false;
  const { sa_handler: handler } = is(action, 'struct') ? action.fields : {};
  return action !== null && action !== 0 && handler !== 0 && !has_flag(handler, 'SIG_DFL');
}
