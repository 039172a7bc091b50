import { append } from '../codec/intrinsics.js';
import { descriptors } from './descriptors.js';
import type { Prefix, StraceCall, StraceEvent } from './event.js';
import { halves } from './halves.js';
import { begins_the_end, message_in } from './message.js';
import { read_prefix } from './prefix.js';
import type { Complaint } from './read-call.js';
import { type Line, note_of, read_line } from './read-line.js';

/** Options of {@link parse_strace}. */
export interface ParseOptions {
  /** Keeps the stack that `-k` prints below a call, as its `stack`. Each event is then delayed until the next line has arrived. */
  readonly stacks?: boolean;
}

/** Takes the lines of a trace one by one, and returns the events that are complete. */
export interface Joiner {
  line(line: string): readonly StraceEvent[];
  /** The trace has ended: returns the calls that never returned. */
  end(): readonly StraceEvent[];
}

/** A parsed line. */
interface Read {
  readonly line: string;
  /** The index after its prefix. */
  readonly at: number;
  readonly prefix: Prefix;
  readonly says: Line | Complaint;
  /** `-r`: milliseconds since the previous line. */
  readonly since: number;
}

const nothing: readonly StraceEvent[] = [];

export function joiner({ stacks = false }: ParseOptions = {}): Joiner {
  const known = descriptors();
  const { begin, resume, exit, end } = halves(known);
  let count = 0;
  /** The beginning of a line that strace interrupted, on a terminal, with a message about itself. */
  let cut: { readonly text: string; readonly number: number } | undefined;
  let clock = 0;
  /** strace may append a table or a tip to the trace: from there on, an unknown line is a note. */
  let is_over = false;
  /** With `stacks`: the call that the next frames belong to. */
  let held: StraceCall | undefined;
  let frames: string[] = [];

  const release = (): readonly StraceEvent[] => {
    if (held === undefined) return nothing;
    const event = frames.length === 0 ? held : { ...held, stack: frames };
    held = undefined;
    frames = [];
    return [event];
  };

  /** Returns what was held back, and holds back the last call. */
  const hold = (events: readonly StraceEvent[]): readonly StraceEvent[] => {
    const before = release();
    const last = events.at(-1);
    if (last?.kind !== 'call') return [...before, ...events];
    held = last;
    return [...before, ...events.slice(0, -1)];
  };

  const events_of = ({ says, prefix, line, at }: Read): readonly StraceEvent[] => {
    const event = (item: StraceEvent | Complaint): StraceEvent => {
      if (!('expected' in item) || 'kind' in item) return item;
      if (is_over) return note_of(line, { number: prefix.number });
      return { kind: 'malformed', ...prefix, line, position: at + item.position, expected: item.expected };
    };
    if ('expected' in says) return [event(says)];
    switch (says.kind) {
      case 'begun':
        known.begin(prefix.tid, says.text);
        return begin(says, prefix);
      case 'resumed':
        return resume(says, prefix).map(event);
      case 'exit':
        known.exit(says);
        return [...exit(prefix.tid), says];
      case 'call':
        return [known.see(says)];
      case 'frame':
        return [note_of(line.slice(at), prefix)];
      default:
        return [says];
    }
  };

  const read = (line: string, number: number): Read => {
    const { prefix: printed, at, since } = read_prefix(line, number);
    const is_relative = since !== undefined && printed.start === undefined;
    const prefix = is_relative ? { ...printed, start: clock + since } : printed;
    return { line, at, prefix, since: since ?? 0, says: read_line(at === 0 ? line : line.slice(at), prefix) };
  };

  const accept = (line: Read): readonly StraceEvent[] => {
    clock += line.since;
    if (held !== undefined && 'kind' in line.says && line.says.kind === 'frame') {
      append(frames, line.says.text);
      return nothing;
    }
    const events = events_of(line);
    return stacks ? hold(events) : events;
  };

  /** A line that does not continue an interrupted one. */
  const whole = (text: string, number: number): readonly StraceEvent[] => {
    const line = read(text, number);
    const message = 'expected' in line.says ? message_in(text) : 0;
    if (message <= 0) return accept(line);
    cut = { text: text.slice(0, message), number };
    return accept(read(text.slice(message), count));
  };

  /** A line after an interrupted one: its rest, unless strace prints another message or the two do not fit. */
  const rest_of = (first: { readonly text: string; readonly number: number }, text: string): readonly StraceEvent[] => {
    const message = message_in(text);
    if (message === 0) return accept(read(text, count));
    cut = undefined;
    const joined = read(first.text + text, first.number);
    if (!('expected' in joined.says)) return accept(joined);
    if (message > 0) return whole(first.text + text, first.number);
    return [...accept(read(first.text, first.number)), ...accept(read(text, count))];
  };

  return {
    line(printed) {
      count += 1;
      const line = without_blanks(printed);
      if (line === '') return nothing;
      is_over ||= begins_the_end(line);
      return cut === undefined ? whole(line, count) : rest_of(cut, line);
    },
    end() {
      const rest = cut === undefined ? nothing : accept(read(cut.text, cut.number));
      return [...rest, ...release(), ...end()];
    },
  };
}

/** Not by a pattern, which would take quadratic time for a long run of blanks. */
function without_blanks(line: string): string {
  let end = line.length;
  while (end > 0 && ' \t\r'.includes(line[end - 1] ?? '')) end -= 1;
  return end === line.length ? line : line.slice(0, end);
}
