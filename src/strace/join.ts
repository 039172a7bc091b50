import { descriptors } from './descriptors.js';
import type { Prefix, StraceCall, StraceEvent } from './event.js';
import { read_prefix } from './prefix.js';
import { type Complaint, read_call, read_call_start } from './read-call.js';
import { type Line, read_line } from './read-line.js';

/** What to make of a trace. */
export interface ParseOptions {
  /** Keep what `-k` prints below a call, as its `stack`. An event is then held back until the line behind it is there. */
  readonly stacks?: boolean;
}

/** Takes the lines of a trace, one after the other, and gives the events that are complete. */
export interface Joiner {
  line(line: string): readonly StraceEvent[];
  /** The trace is over: the calls that did not return. */
  end(): readonly StraceEvent[];
}

interface Begun {
  readonly prefix: Prefix;
  readonly text: string;
}

/** What strace says in the middle of a line: the rest of it follows on the next. */
const interjection = /(?:(?:\/[\w.+-]+)*\/)?strace: Process \d+ (?:attached|detached)$/;

const nothing: readonly StraceEvent[] = [];

export function joiner({ stacks = false }: ParseOptions = {}): Joiner {
  /** Calls that have not returned, by thread. There is no number where strace leaves it out. */
  const begun = new Map<number | undefined, Begun>();
  const known = descriptors();
  let count = 0;
  /** The beginning of a line that strace broke off, on a terminal, to say something else. */
  let cut: { text: string; readonly number: number } | undefined;
  let clock = 0;
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

  const never_returned = (tid: number | undefined): StraceEvent[] => {
    const call = begun.get(tid);
    begun.delete(tid);
    return call === undefined ? [] : [known.see(unreturned(call))];
  };

  /** Where strace left the number out in one half of the call, the name has to do. An execve ends under the first thread's number. */
  const first_half = (tid: number | undefined, name: string): Begun | undefined => {
    const anywhere = tid === undefined || name.startsWith('execve');
    const keys = begun.has(tid) ? [tid] : anywhere ? [...begun.keys()] : [undefined];
    const key = keys.find((key) => begun.get(key)?.text.startsWith(`${name}(`));
    const call = begun.get(key);
    begun.delete(key);
    return call;
  };

  const take = (read: Line | Complaint, prefix: Prefix, line: string, at: number): readonly StraceEvent[] => {
    const malformed = ({ position, expected }: Complaint): StraceEvent[] => [
      { kind: 'malformed', ...prefix, line, position: at + position, expected },
    ];
    if ('expected' in read) return malformed(read);
    switch (read.kind) {
      case 'call':
        return [known.see(read)];
      case 'begun':
        begun.set(prefix.tid, { prefix, text: read.text });
        known.begin(prefix.tid, read.text);
        return nothing;
      case 'resumed': {
        const first = first_half(prefix.tid, read.name);
        if (first === undefined)
          return malformed({ position: 0, expected: `a line before, in which ${read.name} began` });
        const text = first.text + read.text;
        const whole = { ...first.prefix, ...(prefix.tid !== undefined && { tid: prefix.tid }) };
        if (read.broken_off) {
          begun.set(prefix.tid, { prefix: whole, text });
          return nothing;
        }
        const call = read_call(text, whole);
        if (!('expected' in call)) return [known.see({ ...call, resumed: prefix.number })];
        // The place is known in the joined call: in this line, it is that much less.
        const position = line.length - read.text.length - at + call.position - first.text.length;
        return malformed({ position: Math.max(0, position), expected: call.expected });
      }
      case 'exit':
        known.exit(read);
        return [...never_returned(prefix.tid), read];
      case 'frame':
        if (held !== undefined) frames.push(read.text);
        return nothing;
      default:
        return [read];
    }
  };

  const whole = (line: string, number: number): readonly StraceEvent[] => {
    const { prefix: printed, at, since } = read_prefix(line, number);
    if (since !== undefined) clock += since * 1000;
    const prefix = since !== undefined && printed.start === undefined ? { ...printed, start: clock } : printed;
    const read = read_line(at === 0 ? line : line.slice(at), prefix);
    const events = take(read, prefix, line, at);
    if (!stacks || ('kind' in read && read.kind === 'frame')) return events;
    const [last] = events.slice(-1);
    const before = release();
    if (last?.kind !== 'call') return [...before, ...events];
    held = last;
    return [...before, ...events.slice(0, -1)];
  };

  return {
    line(line) {
      count += 1;
      if (line === '') return nothing;
      const said = interjection.exec(line);
      if (said !== null && said.index > 0) {
        cut ??= { text: '', number: count };
        cut.text += line.slice(0, said.index);
        return [{ kind: 'note', number: count, text: said[0], line: said[0] }];
      }
      if (cut === undefined) return whole(line, count);
      const { text, number } = cut;
      cut = undefined;
      return whole(text + line, number);
    },
    end() {
      const rest = cut === undefined ? nothing : whole(cut.text, cut.number);
      return [...rest, ...release(), ...[...begun.keys()].flatMap(never_returned)];
    },
  };
}

function unreturned({ prefix, text }: Begun): StraceCall {
  const start = read_call_start(text);
  const { name, args } = 'expected' in start ? { name: '', args: [] } : start;
  const nothing_yet = { returned: '', result: undefined, unfinished: true } as const;
  return { kind: 'call', ...prefix, name, args, line: `${text} <unfinished ...>`, call: text, ...nothing_yet };
}
