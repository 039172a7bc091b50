import type { Prefix, StraceCall, StraceExit, StraceNote, StraceSignal } from './event.js';
import { type Complaint, read_call, read_call_start } from './read-call.js';
import { read_value } from './read-value.js';

/** What a line says by itself: half a call needs the other half. */
export type Line =
  | StraceCall
  | StraceSignal
  | StraceExit
  | StraceNote
  | { readonly kind: 'begun'; readonly text: string }
  | { readonly kind: 'resumed'; readonly name: string; readonly text: string; readonly broken_off: boolean }
  | { readonly kind: 'frame'; readonly text: string };

const broken_off = / <(?:unfinished|detached|pid changed to \d+) \.\.\.>$/;
const resumption = /^<\.\.\. (\S+) resumed>/;
const signal = /^--- (?:(SIG\w+|\S+) (\{.*\})|stopped by (\S+)) ---$/s;
const exit =
  /^\+\+\+ (?:exited with (\d+)|killed by (\S+)( \(core dumped\))?|superseded by execve in pid (\d+)) \+\+\+$/;
const note = /^(?:(?:(?:\/[\w.+-]+)*\/)?strace: |Process \d+ |\[ Process PID=| \| )/;

/** Reads a line behind its prefix. */
export function read_line(text: string, prefix: Prefix): Line | Complaint {
  const first = text[0];
  if (first === '-' || first === '+') return read_mark(text, prefix);
  if (text.startsWith(' > ')) return { kind: 'frame', text: text.slice(3) };
  if (note.test(text)) return { kind: 'note', ...prefix, text: text.trim(), line: text };
  if (first === '<') return read_resumed(text);
  const end = text.endsWith(' ...>') ? broken_off.exec(text) : null;
  if (end === null) return read_call(text, prefix);
  const begun = text.slice(0, end.index);
  const start = read_call_start(begun);
  if ('expected' in start) return start;
  return { kind: 'begun', text: begun };
}

function read_resumed(text: string): Line | Complaint {
  const found = resumption.exec(text);
  if (found === null) return { position: 0, expected: '<... and the name of a call that is resumed' };
  const rest = text.slice(found[0].length);
  const end = broken_off.exec(rest);
  return { kind: 'resumed', name: found[1] ?? '', text: rest.slice(0, end?.index), broken_off: end !== null };
}

function read_mark(text: string, prefix: Prefix): Line | Complaint {
  const [raised, name, info, stop] = signal.exec(text) ?? [];
  if (raised !== undefined) {
    const value = info === undefined ? undefined : read_value(info);
    const stopped = stop !== undefined;
    return {
      kind: 'signal',
      ...prefix,
      name: name ?? stop ?? '',
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
