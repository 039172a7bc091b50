import type { Paint } from '../colour.js';
import { type Ended, end_in_words, span } from './format.js';
import type { Row } from './tally.js';

type Column = readonly [title: string, cell: (row: Row) => string, align: 'left' | 'right'];

const count = (number: number) => (number === 0 ? '.' : String(number));

const columns: readonly Column[] = [
  ['fd', ({ fd }) => String(fd), 'right'],
  ['calls', ({ calls }) => String(calls), 'right'],
  ['sent', ({ sent }) => count(sent), 'right'],
  ['received', ({ received }) => count(received), 'right'],
  ['partial', ({ partial }) => count(partial), 'right'],
  ['EAGAIN', ({ eagain }) => count(eagain), 'right'],
  ['EINTR', ({ eintr }) => count(eintr), 'right'],
  ['errors', ({ errors }) => count(errors), 'right'],
  ['time', ({ time }) => span(time), 'right'],
  ['end', ({ closed }) => (closed ? 'closed' : 'open'), 'left'],
  ['what', ({ behind }) => behind ?? '', 'left'],
];

/** A table with a row for each descriptor. */
export function summary({ rows, programs }: Ended, named: boolean, paint: Paint): string {
  const ends = programs.map((program) => `${program.name}: ${end_in_words(program)}`).join(', ');
  if (rows.length === 0) return `${paint('dim', ends)}\n`;
  const shown: readonly Column[] = named ? [['program', ({ program }) => program, 'left'], ...columns] : columns;
  const table = [shown.map(([title]) => title), ...rows.map((row) => shown.map(([, cell]) => cell(row)))];
  const widths = shown.map((_, i) => Math.max(...table.map((cells) => cells[i]?.length ?? 0)));
  const lines = table.map((cells) =>
    cells
      .map((cell, i) => (shown[i]?.[2] === 'left' ? cell.padEnd(widths[i] ?? 0) : cell.padStart(widths[i] ?? 0)))
      .join('  ')
      .trimEnd(),
  );
  const [head = '', ...body] = lines;
  return `\n${[paint('bold', head), ...body, paint('dim', ends)].join('\n')}\n`;
}
