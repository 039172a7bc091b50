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
 * Assertions about traces, for `expect.extend` of Vitest or Jest. `import 'sys-socket/vitest'` adds them, with their types.
 *
 * The subject is a trace: events, the result of `strace`, or text. If the trace contains nothing that the assertion applies to, both the
 * assertion and its `.not` fail, since it would prove nothing. A failure shows the trace around the event that broke the assertion.
 */
export interface StraceMatchers<R = unknown> {
  /**
   * The program made these calls in this order, possibly with others between them. A call is a name, `'close'`, or strace's notation,
   * `'sendto(_, "HELLO", 5, ...) = 5'`, in which `_` is any value and `...` any number of further values. With `exactly`, it made no others.
   */
  toMakeCalls(calls: readonly string[], options?: { readonly exactly?: boolean }): R;
  /** Every call that a signal interrupted was made again, except close(2), which must not be, and connect(2), which need not be. */
  toRetryOnEINTR(): R;
  /** Every short send was followed by a send of the rest. With `receives`, every short receive was continued too. */
  toContinueShortCounts(options?: { readonly receives?: boolean }): R;
  /** No receive was made on a socket after its end of stream. */
  toNeverCallAfterEOF(): R;
  /** Every socket was closed exactly once. */
  toCloseEverySocket(): R;
  /** Every send on a stream had MSG_NOSIGNAL, and no SIGPIPE was delivered. */
  toSendWithoutSIGPIPE(): R;
  /** Every frame was received as a header, a big-endian length of `header` bytes (default 4), followed by its payload. */
  toReadFramesExactly(options?: { readonly header?: number }): R;
  /** After EAGAIN, the program waited before it tried again. */
  toWaitAfterEAGAIN(): R;
}

/** The result of an assertion, as `expect.extend` expects it. */
export interface Matched {
  readonly pass: boolean;
  message(): string;
}

type Matchers = {
  readonly [K in keyof StraceMatchers]: (trace: unknown, ...args: Parameters<StraceMatchers[K]>) => Matched;
};

/**
 * The assertions, for `expect.extend(matchers)`.
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

/** The value of an option; undefined if there are no options. */
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
