import { type Circumstances, explanation } from './explain.js';
import { clock, type Ended, type Format, type FormatOptions, late } from './format.js';
import { Known } from './known.js';
import { moment } from './merge.js';
import { type Call, is_partial } from './record.js';
import { summary } from './summary.js';

/** The columns of the call and of its result. */
const call_width = 50;
const returned_width = 72;
const notes_width = 96;

const whose = ['cyan', 'magenta'] as const;

/** Errors that are part of normal operation: the next call may succeed. */
const ordinary = new Set(['EAGAIN', 'EINTR', 'EINPROGRESS', 'EALREADY']);

/** A readable line for each call. */
export function text({ paint, slow, names }: FormatOptions): Format {
  const since = clock();
  const explained = new Set<string>();
  const known = new Known();
  const width = Math.max(...names.map((name) => name.length));
  const time = (at: number) => paint('dim', since(at).toFixed(3).padStart(10));
  const owner = (name: string) => {
    if (names.length < 2) return '';
    return ` ${paint(whose[names.indexOf(name)] ?? 'cyan', name.padEnd(width))}`;
  };
  const thread = ({ pid, tid }: { pid: number; tid: number }) => (tid === pid ? '' : ` ${paint('dim', `[${tid}]`)}`);
  const prefix = (at: number, call: { program: string; pid: number; tid: number }) =>
    `${time(at)}${owner(call.program)}${thread(call)}  `;

  const notes = (call: Call) => [
    ...(call.moved?.frames ?? []).map((part) => paint('bold', part)),
    ...(is_partial(call) ? [paint('yellow', `partial: ${call.result} of ${call.moved?.wanted}`)] : []),
    ...(call.moved?.direction === 'in' && call.result === 0 && call.moved.wanted > 0
      ? [paint('bold', 'end of stream')]
      : []),
    ...[late(call, slow)].flatMap((said) => (said === undefined ? [] : [paint('yellow', said)])),
  ];

  return {
    call(call) {
      const returned = paint(tint(call), call.returned);
      const head = `${coloured_name(call, paint)}${' '.repeat(Math.max(0, call_width - call.call.length))} = ${returned}`;
      const length = Math.max(call_width, call.call.length) + 3 + call.returned.length;
      const told = notes(call);
      const said = told.join(', ');
      const site = call.where === undefined ? '' : paint('dim', call.where);
      const first = head + ' '.repeat(Math.max(1, returned_width - length)) + said;
      const so_far = Math.max(returned_width, length + 1) + visible(said);
      const line = site === '' ? first.trimEnd() : `${first}${' '.repeat(Math.max(2, notes_width - so_far))}${site}`;
      const why = once(explained, call, known.see(call));
      return `${prefix(moment(call), call)}${line}\n${why === undefined ? '' : `${' '.repeat(12)}${paint('dim', `└ ${why}`)}\n`}`;
    },
    waits(waiting) {
      return `${prefix(waiting.at, waiting)}${waiting.begun}${paint('yellow', ' ... waits')}  ${paint('dim', waiting.where ?? '')}\n`;
    },
    end(ended) {
      const open = ended.waiting.map(
        (waiting) =>
          `${prefix(waiting.at, waiting)}${waiting.begun}${paint('yellow', ' ... never returned')}  ${paint('dim', waiting.where ?? '')}\n`,
      );
      return `${open.join('')}${found(ended, paint)}${summary(ended, names.length > 1, paint)}${nothing_of(ended)}`;
    },
  };
}

function coloured_name({ name, call }: Call, paint: FormatOptions['paint']): string {
  return paint('blue', name) + call.slice(name.length);
}

function tint({ code, result }: Call): 'green' | 'yellow' | 'red' {
  if (result >= 0 || code === undefined) return 'green';
  return ordinary.has(code) ? 'yellow' : 'red';
}

/** Explains each combination of call and reason once. */
function once(explained: Set<string>, call: Call, circumstances: Circumstances): string | undefined {
  if (call.code === undefined) return undefined;
  const why = explanation(call.function, call.code, circumstances);
  if (explained.has(`${call.name} ${why}`)) return undefined;
  explained.add(`${call.name} ${why}`);
  return why;
}

function found({ findings = [] }: Ended, paint: FormatOptions['paint']): string {
  const lines = findings.map(
    ({ line, where, expected }) =>
      `${paint('red', line)}${where === undefined ? '' : `  ${paint('dim', where)}`}\n  expected: ${expected}\n`,
  );
  return lines.length === 0 ? '' : `\n${paint('bold', 'findings')}\n${lines.join('')}`;
}

/** The width of a text without its colours. */
function visible(text: string): number {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: that is what colours are
  return text.replaceAll(/\x1b\[\d+m/g, '').length;
}

function nothing_of({ calls, waiting, programs, nothing }: Ended): string {
  if (calls > 0 || waiting.length > 0) return '';
  if (nothing !== undefined) return `${nothing}\n`;
  return `no call was seen: ${programs.map(({ name }) => name).join(' and ')} made none through sys-socket; strace(1) shows all other calls\n`;
}
