import type { StraceCall, StraceEvent } from '../event.js';
import { words } from '../fd-calls.js';
import { receives_of, sends_of } from './transfer.js';
import { broken, holds, NothingToJudge, type Verdict } from './verdict.js';

const waits = words(
  'poll ppoll select pselect6 epoll_wait epoll_pwait epoll_pwait2 io_uring_enter io_getevents nanosleep clock_nanosleep futex pause ' +
    'rt_sigsuspend rt_sigtimedwait',
);

/** Every program makes these, so where they are traced, all calls are. */
const memory = words('brk mmap munmap mprotect');

/** Calls between two tries that are no reason to look again. */
const idle = words('sched_yield getpid gettid clock_gettime gettimeofday time');

/**
 * The number of tries in a row that prove a busy loop. Programs also look by the way whether something has arrived, and some do so several times
 * in a row: socat does for each message of its log, whether it writes it or not.
 */
const proof = 10;
/** The same where poll(2) may not have been traced, nor the reads and writes between the tries. */
const strong_proof = 1000;

/** A call that takes this many milliseconds, or a pause of this length between two calls, is a wait: SO_RCVTIMEO, or a call that was not traced. */
const long = 1;

/** A call that failed with EAGAIN. */
interface Refused {
  readonly at: number;
  readonly call: StraceCall;
  /** The number of such calls in a row. */
  readonly tries: number;
}

/**
 * After EAGAIN the thread waits, with poll(2) or a similar call, before it tries again: it does not spin.
 *
 * @param events the trace
 * @param options `proven`: only a busy loop, and not if the wait may only be missing in the trace, as poll(2) is with `-e trace=%network`
 */
export function waits_after_eagain(
  events: readonly StraceEvent[],
  { proven = false }: { readonly proven?: boolean } = {},
): Verdict {
  const attempts = new Map([...sends_of(events), ...receives_of(events)].map((transfer) => [transfer.at, transfer]));
  const shows_waits = events.some(
    (event) => event.kind === 'call' && (waits.has(event.name) || memory.has(event.name)),
  );
  const least = proven ? (shows_waits ? proof : strong_proof) : 2;
  /** The EAGAINs since a thread last waited, by thread, and by call and socket. */
  const refused = new Map<number | undefined, Map<string, Refused>>();
  let count = 0;
  for (const [at, event] of events.entries()) {
    if (event.kind !== 'call') continue;
    const { tid, name, code } = event;
    // An epoll descriptor is often shared: what one thread waits for, another receives.
    if (waits.has(name) && name.startsWith('epoll_')) refused.clear();
    else if (waits.has(name)) refused.delete(tid);
    const attempt = attempts.get(at);
    if (attempt === undefined) {
      if (proven && !idle.has(name)) refused.delete(tid);
      continue;
    }
    const key = `${name} ${attempt.key}`;
    const before = refused.get(tid)?.get(key);
    const may_have_waited =
      proven && before !== undefined && (has_paused(before.call, event) || !(shows_waits || code === 'EAGAIN'));
    if (before !== undefined && !may_have_waited && before.tries + 1 >= least)
      return broken(at, `poll or a similar call before ${name} is tried again after EAGAIN (event ${before.at + 1})`);
    refused.get(tid)?.delete(key);
    if (code !== 'EAGAIN') {
      if (proven) refused.delete(tid);
      continue;
    }
    count += 1;
    if ((event.duration ?? 0) >= long) continue;
    const of_thread = refused.get(tid) ?? new Map<string, Refused>();
    refused.set(tid, of_thread.set(key, { at, call: event, tries: may_have_waited ? 1 : (before?.tries ?? 0) + 1 }));
  }
  if (count === 0) throw new NothingToJudge('no call failed with EAGAIN');
  return holds(`the program waited after every EAGAIN (${count})`);
}

function has_paused({ start: first, duration = 0 }: StraceCall, { start: second }: StraceCall): boolean {
  return first !== undefined && second !== undefined && second - first - duration >= long;
}
