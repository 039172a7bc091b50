import type { Prefix, StraceCall, StraceExit, StraceNote, StraceSignal } from './event.js';
import { type Complaint, read_call, read_call_start } from './read-call.js';
import { read_value } from './read-value.js';

/** The meaning of a single line: half a call needs the other half. */
export type Line =
  | StraceCall
  | StraceSignal
  | StraceExit
  | StraceNote
  | Begun
  | Resumed
  | { readonly kind: 'frame'; readonly text: string };

/** The first half of a call. */
export interface Begun {
  readonly kind: 'begun';
  readonly text: string;
  /** The words after it: `'<unfinished ...>'`. */
  readonly broken_off: string;
}

/** The second half, or a middle one. */
export interface Resumed {
  readonly kind: 'resumed';
  readonly name: string;
  /** `<... read resumed>` included. */
  readonly text: string;
  readonly broken_off?: string;
}

const broken_off = / (<(?:unfinished|detached|pid changed to \d+) \.\.\.>)$/;
const resumption = /^<\.\.\. (\S+) resumed>/;
/** Before strace 4.7, a signal's siginfo_t was `(Child exited) @ 0 (0)`. */
const signal = /^--- (?:(SIG\w+|\S+) (\{.*\})|stopped by (\S+)|(\S+) \(.*\)) ---$/s;
const exit =
  /^\+\+\+ (?:exited with (\d+)|killed by (\S+)( \(core dumped\))?|superseded by execve in pid (\d+)) \+\+\+$/;
const note =
  /^(?:(?:(?:\/[\w.+-]+)*\/)?strace: |Process \d+ |\[ Process PID=| \| | \* \d+ bytes in buffer \d+$|System call usage summary )/;

/** Parses a line without its prefix. */
export function read_line(text: string, prefix: Prefix): Line | Complaint {
  const first = text[0];
  if (first === '-' || first === '+') return read_mark(text, prefix);
  if (text.startsWith(' > ')) return { kind: 'frame', text: text.slice(3) };
  if (note.test(text)) return note_of(text, prefix);
  const end = text.endsWith(' ...>') ? broken_off.exec(text) : null;
  const whole = text.slice(0, end?.index);
  const words = end?.[1];
  if (first === '<') return read_resumed(whole, words);
  if (words === undefined) return read_call(text, prefix);
  const start = read_call_start(whole);
  return 'expected' in start ? start : { kind: 'begun', text: whole, broken_off: words };
}

export function note_of(text: string, prefix: Prefix): StraceNote {
  return { kind: 'note', ...prefix, text: text.trim(), line: text };
}

function read_resumed(text: string, broken_off: string | undefined): Line | Complaint {
  const name = resumption.exec(text)?.[1];
  if (name === undefined) return { position: 0, expected: '<... and the name of the resumed call' };
  return { kind: 'resumed', name, text, ...(broken_off !== undefined && { broken_off }) };
}

function read_mark(text: string, prefix: Prefix): Line | Complaint {
  const [raised, name, info, stop, old] = signal.exec(text) ?? [];
  if (raised !== undefined) {
    const value = info === undefined ? undefined : read_value(info);
    const stopped = stop !== undefined;
    return {
      kind: 'signal',
      ...prefix,
      name: name ?? stop ?? old ?? '',
      ...(value !== undefined && { info: value }),
      stopped,
      line: text,
    };
  }
  const [ended, status, killer, core, pid] = exit.exec(text) ?? [];
  if (ended === undefined) return { position: 0, expected: '--- a signal --- or +++ an exit +++' };
  return {
    kind: 'exit',
    ...prefix,
    ...(status !== undefined && { status: Number(status) }),
    ...(killer !== undefined && { signal: killer }),
    core_dumped: core !== undefined,
    ...(pid !== undefined && { superseded_by: Number(pid) }),
    line: text,
  };
}
