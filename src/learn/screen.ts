import { columns, wrapped } from './columns.js';
import { say } from './language.js';
import type { Text } from './text.js';
import { usual_diagnoses } from './usual.js';
import type { Row, Verdict } from './verdict.js';

/** The width of a line if that of the terminal is unknown, and the maximum: a longer line is hard to read. */
const widest = 92;

/** The maximum number of lines of evidence, so that a verdict fits a screen of 24 lines. */
const most = 14;

/** The maximum number of lines of one row. */
const most_of_a_row = 3;

/** Makes text coloured, or leaves it as it is. */
export type Paint = (style: 'red' | 'green' | 'dim' | 'bold' | 'cyan', text: string) => string;

/** The width of text on a terminal. */
export function width_of({ columns }: { readonly columns?: number }): number {
  return Math.max(40, Math.min(widest, columns || widest));
}

/** A verdict as lines. */
export function verdict_lines(name: string, text: Text, verdict: Verdict, paint: Paint, width = widest): string[] {
  const remarks = verdict.remarks.flatMap((remark) => indented(`${say('remark', '참고')}: ${remark}`, width));
  if (verdict.passed) return [paint('green', `✓ ${name}`), ...remarks];
  const { diagnosis = '' } = verdict;
  const found = text.diagnoses[diagnosis] ?? usual_diagnoses[diagnosis];
  const read = found === undefined ? [] : indented(`${say('read', '읽을 곳')}: ${found.read}`, width);
  return [
    `${paint('red', `✗ ${name}`)}  ${paint('bold', diagnosis)}`,
    ...indented(found?.said ?? '', width),
    ...shortened(aligned(verdict.evidence, width - 4)).map((line) => `    ${line}`),
    ...read.map((line) => paint('cyan', line)),
    ...remarks,
  ];
}

function indented(text: string, width: number): string[] {
  return wrapped(text, width - 2).map((line) => `  ${line}`);
}

function shortened(lines: readonly string[]): readonly string[] {
  return lines.length <= most ? lines : [...lines.slice(0, most / 2), '...', ...lines.slice(-most / 2 + 1)];
}

/** Labels in one column, texts in another. A text that is too wide continues on the next line. */
function aligned(rows: readonly Row[], width: number): string[] {
  const left = Math.max(0, ...rows.map(([label]) => columns(label)));
  return rows.flatMap(([label, text]) => {
    const bare = text.replaceAll('\n', ' ').trimEnd();
    const line = bare === '' && label !== '' ? say('(nothing)', '(없음)') : bare;
    const room = Math.max(20, width - left - 2);
    const lines = columns(line) <= room ? [line] : wrapped(line, room); // which keeps no indentation
    const shown = lines.slice(0, most_of_a_row);
    if (lines.length > most_of_a_row) shown.push(`${shown.pop()?.slice(0, room - 1)}…`);
    return (shown.length === 0 ? [''] : shown).map((part, i) => {
      const name = i === 0 ? label : '';
      return `${name}${' '.repeat(left - columns(name))}  ${part}`.trimEnd();
    });
  });
}
