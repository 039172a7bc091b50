import { append } from '../../codec/intrinsics.js';
import type { StraceEvent } from '../event.js';
import { parse_strace } from '../parse.js';

/** The fields of an event of the built-in trace that are used: its line is in strace's notation. */
export interface TracedLine {
  readonly tid: number;
  readonly line: string;
  readonly returned: string;
  /** The time of the call in milliseconds since the epoch, and its duration in milliseconds. */
  readonly start: number;
  readonly duration: number;
}

/** What an assertion accepts: events of the real strace or of the built-in trace (`sys-socket/observe`), the result of `strace`, or text. */
export type Judged =
  | string
  | Iterable<StraceEvent | TracedLine>
  | { readonly events: Iterable<StraceEvent | TracedLine> };

/** @throws TypeError if the value is not one of these */
export function events_of(judged: unknown, where = 'trace'): readonly StraceEvent[] {
  if (typeof judged === 'string') return [...parse_strace(judged)];
  if (typeof judged === 'object' && judged !== null && !ArrayBuffer.isView(judged)) {
    if ('events' in judged) return events_of(judged.events, where);
    if (Symbol.iterator in judged) return unified(taken(judged as Iterable<unknown>, where), where);
  }
  throw new TypeError(`${where} must be events of strace or of sys-socket/observe, or the text of a trace`);
}

/** The events, up to the first that is none: an array can have four billion holes. */
function taken(judged: Iterable<unknown>, where: string): readonly unknown[] {
  const events: unknown[] = [];
  for (const event of judged) {
    if (!is_strace_event(event) && !is_traced_line(event))
      throw new TypeError(`${where} must contain only events of strace or of sys-socket/observe`);
    append(events, event);
  }
  return events;
}

function unified(events: readonly unknown[], where: string): readonly StraceEvent[] {
  if (events.every(is_strace_event)) return events;
  if (!events.every(is_traced_line))
    throw new TypeError(`${where} must contain events of strace or of sys-socket/observe, and not both`);
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

export function is_traced_line(event: unknown): event is TracedLine {
  return typeof event === 'object' && event !== null && 'line' in event && 'tid' in event && 'returned' in event;
}
