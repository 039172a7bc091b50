import { append } from '../../codec/intrinsics.js';
import type { StraceEvent } from '../event.js';

/** The verdict of a rule on a trace. */
export type Verdict =
  | { readonly holds: true; readonly because: string }
  | {
      readonly holds: false;
      /** The index of the event that breaks the rule; the number of events if the end of the trace does. */
      readonly at: number;
      /** What should be there instead. */
      readonly expected: string;
    };

export function holds(because: string): Verdict {
  return { holds: true, because };
}

export function broken(at: number, expected: string): Verdict {
  return { holds: false, at, expected };
}

/** The trace contains nothing that the rule applies to, so the rule would prove nothing. */
export class NothingToJudge extends Error {
  override readonly name = 'NothingToJudge';
}

const before = 6;
const after = 3;

/** The trace around an event, with the event marked. */
export function excerpt(events: readonly StraceEvent[], at: number): string {
  const [first, last] = [Math.max(0, at - before), Math.min(events.length, at + after + 1)];
  const width = String(last).length;
  const lines = events.slice(first, last).map((event, i) => {
    const mark = first + i === at ? '>' : ' ';
    return `${mark} ${String(first + i + 1).padStart(width)}  ${shown(event)}`;
  });
  if (first > 0) lines.unshift(`  ... ${first} before`);
  if (last < events.length) append(lines, `  ... ${events.length - last} after`);
  if (at >= events.length) append(lines, `> ${' '.repeat(width)}  (the trace ends here)`);
  return lines.join('\n');
}

function shown(event: StraceEvent): string {
  const who = event.tid === undefined ? '' : `${event.tid} `;
  return `${who}${event.line}`;
}
