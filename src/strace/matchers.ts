import { check_integer, check_object } from '../codec/check.js';
import { field, isArray } from '../codec/intrinsics.js';
import type { StraceEvent } from './event.js';
import { makes_calls } from './rules/calls.js';
import { closes_every_socket } from './rules/closing.js';
import { never_calls_after_eof } from './rules/end-of-file.js';
import { reads_frames_exactly } from './rules/frames.js';
import { retries_on_eintr } from './rules/interrupted.js';
import { continues_short_counts } from './rules/short.js';
import { sends_without_sigpipe } from './rules/sigpipe.js';
import { events_of } from './rules/subject.js';
import { excerpt, type Verdict } from './rules/verdict.js';
import { waits_after_eagain } from './rules/waiting.js';

/**
 * Assertions about traces, for `expect.extend` of Vitest, or Jest. `import 'sys-socket/vitest'` adds them, with their types.
 *
 * Each is given a trace: events, what `strace` returned, or text. A trace in which nothing is that the assertion is about fails both
 * the assertion and its `.not`: it would prove nothing. A failure shows the trace around the event that breaks it.
 */
export interface StraceMatchers<R = unknown> {
  /**
   * These calls were made, in this order, others between them: `'close'`, or in strace's notation `'sendto(_, "HELLO", 5, ...) = 5'`,
   * where `_` is any value and `...` any more of them. With `exactly`, no others.
   */
  toMakeCalls(calls: readonly string[], options?: { readonly exactly?: boolean }): R;
  /** A call that a signal interrupted was made again; but not close(2). */
  toRetryOnEINTR(): R;
  /** A send that took fewer bytes was followed by one with the rest. With `receives`, a receive that brought fewer too. */
  toContinueShortCounts(options?: { readonly receives?: boolean }): R;
  /** Nothing was received on a socket after its end. */
  toNeverCallAfterEOF(): R;
  /** Every socket was closed, once. */
  toCloseEverySocket(): R;
  /** Every send on a stream had MSG_NOSIGNAL, and no SIGPIPE came. */
  toSendWithoutSIGPIPE(): R;
  /** Each frame was received as its header, a big-endian length of 4 bytes unless said otherwise, and then its payload. */
  toReadFramesExactly(options?: { readonly header?: number }): R;
  /** After EAGAIN, the program waited before it tried again. */
  toWaitAfterEAGAIN(): R;
}

/** What `expect.extend` takes. */
export interface Matched {
  readonly pass: boolean;
  message(): string;
}

type Matchers = {
  readonly [K in keyof StraceMatchers]: (trace: unknown, ...args: Parameters<StraceMatchers[K]>) => Matched;
};

/**
 * The assertions themselves: `expect.extend(matchers)`.
 *
 * @example
 * ```ts
 * import { matchers } from 'sys-socket/strace';
 *
 * const trace = 'socket(AF_INET, SOCK_STREAM, IPPROTO_TCP) = 3\nclose(3) = 0';
 * console.log(matchers.toCloseEverySocket(trace).pass); // true
 * ```
 */
export const matchers: Matchers = {
  toMakeCalls(trace, calls, options) {
    if (!isArray(calls)) throw new TypeError('toMakeCalls: calls must be an array of strings');
    const exactly = given('toMakeCalls', options, 'exactly');
    return judge('toMakeCalls', trace, 'to make these calls', (events) => makes_calls(events, calls, { exactly }));
  },
  toRetryOnEINTR: (trace) => judge('toRetryOnEINTR', trace, 'to call again after EINTR', retries_on_eintr),
  toContinueShortCounts(trace, options) {
    const receives = given('toContinueShortCounts', options, 'receives');
    const rule = (events: readonly StraceEvent[]) => continues_short_counts(events, { receives });
    return judge('toContinueShortCounts', trace, 'to continue short counts', rule);
  },
  toNeverCallAfterEOF: (trace) =>
    judge('toNeverCallAfterEOF', trace, 'to receive nothing after the end', never_calls_after_eof),
  toCloseEverySocket: (trace) => judge('toCloseEverySocket', trace, 'to close every socket', closes_every_socket),
  toSendWithoutSIGPIPE: (trace) =>
    judge('toSendWithoutSIGPIPE', trace, 'to send without SIGPIPE', sends_without_sigpipe),
  toReadFramesExactly(trace, options) {
    const header = given('toReadFramesExactly', options, 'header');
    if (header !== undefined) check_integer(header, 1, 8, 'toReadFramesExactly: header');
    const rule = (events: readonly StraceEvent[]) => reads_frames_exactly(events, { header });
    return judge('toReadFramesExactly', trace, 'to read frames exactly', rule);
  },
  toWaitAfterEAGAIN: (trace) => judge('toWaitAfterEAGAIN', trace, 'to wait after EAGAIN', waits_after_eagain),
};

/** An option, where there are options. */
function given<T extends object, K extends keyof T>(name: string, options: T | undefined, key: K): T[K] | undefined {
  if (options === undefined) return undefined;
  check_object(options, `${name}: options`);
  return field(options, key);
}

function judge(
  name: string,
  trace: unknown,
  claim: string,
  rule: (events: readonly StraceEvent[]) => Verdict,
): Matched {
  const events = events_of(trace, `${name}: trace`);
  const verdict = rule(events);
  if (verdict.holds) return { pass: true, message: () => `expected the trace not ${claim}, but ${verdict.because}` };
  const { at, expected } = verdict;
  return {
    pass: false,
    message: () => `expected the trace ${claim}\n\n${excerpt(events, at)}\n\nexpected: ${expected}`,
  };
}
