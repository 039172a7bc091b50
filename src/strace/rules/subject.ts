import type { StraceEvent } from '../event.js';
import { parse_strace } from '../parse.js';

/** What is read of an event of the built-in trace: its line, which is strace's. */
export interface TracedLine {
  readonly tid: number;
  readonly line: string;
  readonly returned: string;
  /** Milliseconds since the epoch, and how many of them the call took. */
  readonly start: number;
  readonly duration: number;
}

/**
 * What can be judged: events of the real strace, or of the built-in trace (`sys-socket/observe`), what `strace` has given, or text.
 */
export type Judged =
  | string
  | Iterable<StraceEvent | TracedLine>
  | { readonly events: Iterable<StraceEvent | TracedLine> };

/** @throws TypeError when it is none of these */
export function events_of(judged: unknown): readonly StraceEvent[] {
  if (typeof judged === 'string') return [...parse_strace(judged)];
  if (typeof judged === 'object' && judged !== null) {
    if ('events' in judged) return events_of(judged.events);
    if (Symbol.iterator in judged) return unified([...(judged as Iterable<unknown>)]);
  }
  throw new TypeError('expected a trace: events of strace or of sys-socket/observe, or the text of one');
}

function unified(events: readonly unknown[]): readonly StraceEvent[] {
  if (events.every(is_strace_event)) return events;
  if (!events.every(is_traced_line)) throw new TypeError('expected a trace, but not all of these are its events');
  const lines = events.map(({ tid, line }) => `${tid} ${line}`);
  return [...parse_strace(lines)].map((event) => {
    const traced = events[event.number - 1];
    return event.kind === 'call' && traced ? { ...event, start: traced.start, duration: traced.duration } : event;
  });
}

const kinds = new Set(['call', 'signal', 'exit', 'note', 'malformed']);

function is_strace_event(event: unknown): event is StraceEvent {
  return typeof event === 'object' && event !== null && 'kind' in event && kinds.has(String(event.kind));
}

function is_traced_line(event: unknown): event is TracedLine {
  return typeof event === 'object' && event !== null && 'line' in event && 'tid' in event && 'returned' in event;
}
