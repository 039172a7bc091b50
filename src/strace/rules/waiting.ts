import type { StraceCall, StraceEvent } from '../event.js';
import { words } from '../fd-calls.js';
import { receives_of, sends_of } from './transfer.js';
import { broken, holds, NothingToJudge, type Verdict } from './verdict.js';

const waits = words(
  'poll ppoll select pselect6 epoll_wait epoll_pwait epoll_pwait2 io_uring_enter io_getevents nanosleep clock_nanosleep futex pause ' +
    'rt_sigsuspend rt_sigtimedwait',
);

/** A call that takes this many milliseconds, or a pause of this length between two calls, is a wait: SO_RCVTIMEO, or a call that was not traced. */
const long = 1;

/**
 * After EAGAIN the thread waits, with poll(2) or a similar call, before it tries again: it does not spin.
 *
 * @param events the trace
 * @param options `proven`: not if the wait may only be missing in the trace, as poll(2) is with `-e trace=%network`
 */
export function waits_after_eagain(
  events: readonly StraceEvent[],
  { proven = false }: { readonly proven?: boolean } = {},
): Verdict {
  const attempts = new Map([...sends_of(events), ...receives_of(events)].map((transfer) => [transfer.at, transfer]));
  const shows_waits = events.some((event) => event.kind === 'call' && waits.has(event.name));
  /** The EAGAINs since the thread last waited, by thread and call. */
  const refused = new Map<string, { readonly at: number; readonly call: StraceCall }>();
  let count = 0;
  for (const [at, event] of events.entries()) {
    if (event.kind !== 'call') continue;
    if (waits.has(event.name)) {
      // An epoll descriptor is often shared: what one thread waits for, another receives.
      const of_all = event.name.startsWith('epoll_');
      for (const key of refused.keys()) if (of_all || key.startsWith(`${event.tid} `)) refused.delete(key);
    }
    const attempt = attempts.get(at);
    if (attempt === undefined) continue;
    const key = `${event.tid} ${event.name} ${attempt.key}`;
    const before = refused.get(key);
    const may_have_waited =
      proven && before !== undefined && (has_paused(before.call, event) || !(shows_waits || event.code === 'EAGAIN'));
    if (before !== undefined && !may_have_waited)
      return broken(
        at,
        `poll or a similar call before ${event.name} is tried again after EAGAIN (event ${before.at + 1})`,
      );
    refused.delete(key);
    if (event.code !== 'EAGAIN') continue;
    count += 1;
    if ((event.duration ?? 0) < long) refused.set(key, { at, call: event });
  }
  if (count === 0) throw new NothingToJudge('no call failed with EAGAIN');
  return holds(`the program waited after every EAGAIN (${count})`);
}

function has_paused({ start: first, duration = 0 }: StraceCall, { start: second }: StraceCall): boolean {
  return first !== undefined && second !== undefined && second - first - duration >= long;
}
