import type { StraceCall, StraceEvent } from '../../strace/event.js';
import { closes_every_socket } from '../../strace/rules/closing.js';
import { never_calls_after_eof } from '../../strace/rules/end-of-file.js';
import { continues_short_counts } from '../../strace/rules/short.js';
import { may_handle_sigpipe, sends_without_sigpipe } from '../../strace/rules/sigpipe.js';
import { NothingToJudge, type Verdict } from '../../strace/rules/verdict.js';
import { waits_after_eagain } from '../../strace/rules/waiting.js';
import type { Finding } from '../trace/format.js';
import type { Source } from './told.js';

type Rule = (events: readonly StraceEvent[]) => Verdict;

/**
 * Mistakes that a trace shows. A rule is applied only if the trace contains what it needs: whether SIGPIPE is ignored is known only if
 * rt_sigaction(2) was traced or SIGPIPE was delivered, and open descriptors are a mistake only if close(2) was traced and the program exited
 * by itself, and those of a child only if no signal killed it.
 */
export function findings_of(events: readonly StraceEvent[], source: Source): Finding[] {
  const rules: Rule[] = [
    continues_short_counts,
    never_calls_after_eof,
    (events) => waits_after_eagain(events, { proven: true }),
    ...(may_die_of_sigpipe(events) ? [sends_without_sigpipe] : []),
    ...(ended_by_itself(events) && (source.closes || events.some(closes))
      ? [(events: readonly StraceEvent[]) => closes_every_socket(events, { by_exit_only: true })]
      : []),
  ];
  return rules.flatMap((rule) => {
    const verdict = judged(rule, events);
    if (verdict === undefined || verdict.holds) return [];
    const event = events[verdict.at];
    const shown = event === undefined ? {} : { line: event.line, where: source.where(event.number) };
    return [{ program: source.name, line: '(the end)', ...shown, expected: verdict.expected }];
  });
}

function closes(event: StraceEvent): boolean {
  return event.kind === 'call' && event.name.startsWith('close');
}

function judged(rule: Rule, events: readonly StraceEvent[]): Verdict | undefined {
  try {
    return rule(events);
  } catch (error) {
    if (error instanceof NothingToJudge) return undefined;
    throw error;
  }
}

function may_die_of_sigpipe(events: readonly StraceEvent[]): boolean {
  const actions = events.filter((event): event is StraceCall => event.kind === 'call' && event.name === 'rt_sigaction');
  // strace also shows the delivery of an ignored signal.
  if (actions.some(may_handle_sigpipe)) return false;
  return actions.length > 0 || events.some((event) => event.kind === 'signal' && event.name === 'SIGPIPE');
}

/** True if the program that strace started, which is the first to make a call, exited by itself. */
function ended_by_itself(events: readonly StraceEvent[]): boolean {
  const first = events.find(({ kind }) => kind !== 'note'); // strace's own notes have no thread
  return events.some((event) => event.kind === 'exit' && event.tid === first?.tid && event.status !== undefined);
}
