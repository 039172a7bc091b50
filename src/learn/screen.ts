import { say } from './language.js';
import type { Text } from './text.js';
import { usual_diagnoses } from './usual.js';
import type { Row, Verdict } from './verdict.js';

/** A row that is wider than a terminal is cut. */
const widest = 88;

/** The most rows of evidence that a verdict has: it fits one screen of 24 lines. */
const most = 14;

/** Makes text coloured, or leaves it as it is. */
export type Paint = (style: 'red' | 'green' | 'dim' | 'bold' | 'cyan', text: string) => string;

/** A verdict as lines. */
export function verdict_lines(name: string, text: Text, verdict: Verdict, paint: Paint): string[] {
  const remarks = verdict.remarks.map((remark) => `  ${say('remark', '참고')}: ${remark}`);
  if (verdict.passed) return [paint('green', `✓ ${name}`), ...remarks];
  const { diagnosis = '' } = verdict;
  const found = text.diagnoses[diagnosis] ?? usual_diagnoses[diagnosis];
  return [
    `${paint('red', `✗ ${name}`)}  ${paint('bold', diagnosis)}`,
    `  ${found?.said ?? ''}`,
    ...aligned(shortened(verdict.evidence)).map((line) => `    ${line}`),
    ...(found === undefined ? [] : [`  ${paint('cyan', `${say('read', '읽을 곳')}: ${found.read}`)}`]),
    ...remarks,
  ];
}

function shortened(rows: readonly Row[]): readonly Row[] {
  return rows.length <= most ? rows : [...rows.slice(0, most / 2), ['', '...'], ...rows.slice(-most / 2 + 1)];
}

function aligned(rows: readonly Row[]): string[] {
  const left = Math.max(0, ...rows.map(([label]) => columns(label)));
  return rows.map(([label, text]) => {
    const line = `${label}${' '.repeat(left - columns(label))}  ${text.replaceAll('\n', ' ')}`.trimEnd();
    return line.length > widest ? `${line.slice(0, widest - 1)}…` : line;
  });
}

/** A Hangul syllable takes two columns of a terminal. */
export function columns(text: string): number {
  return Array.from(text).reduce((sum, letter) => sum + (/[ᄀ-ᇿ가-힣]/.test(letter) ? 2 : 1), 0);
}
