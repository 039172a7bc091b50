import { closes_every_socket } from '../strace/rules/closing.js';
import { never_calls_after_eof } from '../strace/rules/end-of-file.js';
import { reads_frames_exactly } from '../strace/rules/frames.js';
import { retries_on_eintr } from '../strace/rules/interrupted.js';
import { continues_short_counts } from '../strace/rules/short.js';
import { sends_without_sigpipe } from '../strace/rules/sigpipe.js';
import { events_of, is_traced_line, type TracedLine } from '../strace/rules/subject.js';
import { NothingToJudge } from '../strace/rules/verdict.js';
import { waits_after_eagain } from '../strace/rules/waiting.js';
import { say } from './language.js';
import { as_line, type Line } from './line.js';
import type { Row } from './verdict.js';

/** Rules about traces, as the assertions of sys-socket/strace have them. */
const rules = {
  closes_every_socket,
  never_calls_after_eof,
  reads_frames_exactly,
  retries_on_eintr,
  continues_short_counts,
  sends_without_sigpipe,
  waits_after_eagain,
};

export type Rule = keyof typeof rules;

/** The expectation of a rule, in Korean. In English the rule itself states it, for the call that breaks it. */
const expected_in_korean: Readonly<Record<Rule, string>> = {
  closes_every_socket: '소켓마다 close 한 번',
  never_calls_after_eof: '0을 받은 뒤에는 다시 부르지 않는다',
  reads_frames_exactly: '헤더에서 4바이트, 페이로드에서 알린 만큼만 청한다',
  retries_on_eintr: 'EINTR 뒤에 다시 부른다. close는 다시 부르지 않는다',
  continues_short_counts: '덜 옮긴 나머지를 이어서 옮긴다',
  sends_without_sigpipe: 'send의 플래그에 MSG_NOSIGNAL',
  waits_after_eagain: 'EAGAIN 뒤에는 poll 또는 그와 같은 것으로 잔다',
};

/** The call that breaks a rule, as evidence. */
export interface Broken {
  readonly rows: readonly Row[];
}

type Traced = TracedLine & Line;

function is_traced(call: unknown): call is Traced {
  return is_traced_line(call) && 'call' in call && typeof call.line === 'string' && typeof call.call === 'string';
}

/**
 * Checks the calls of a play or of a program against a rule. Returns undefined if they keep it, or if it applies to none of them.
 *
 * @example
 * ```ts
 * import { AF_UNIX, SOCK_STREAM, socketpair } from 'sys-socket';
 * import { rule, watch } from 'sys-socket/learn';
 *
 * const { calls } = await watch(() => socketpair(AF_UNIX, SOCK_STREAM, 0));
 * console.log(rule('closes_every_socket', calls)?.rows.length); // 2
 * ```
 */
export function rule(name: Rule, calls: readonly Traced[]): Broken | undefined {
  if (typeof name !== 'string' || !Object.hasOwn(rules, name)) {
    throw new TypeError(`rule: name must be one of ${Object.keys(rules).join(', ')}`);
  }
  if (!Array.isArray(calls) || !calls.every(is_traced)) {
    throw new TypeError('rule: calls must be those of play, watch or program');
  }
  try {
    const verdict = rules[name](events_of(calls));
    if (verdict.holds) return undefined;
    const call = calls[verdict.at] ?? calls.at(-1);
    const line: Row[] = call === undefined ? [] : [[say('call', '호출'), as_line(call)]];
    return { rows: [...line, [say('expected', '기대'), say(verdict.expected, expected_in_korean[name])]] };
  } catch (error) {
    if (error instanceof NothingToJudge) return undefined;
    throw error;
  }
}
