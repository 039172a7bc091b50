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
    return { rows: [...line, [say('expected', '기대'), verdict.expected]] };
  } catch (error) {
    if (error instanceof NothingToJudge) return undefined;
    throw error;
  }
}
