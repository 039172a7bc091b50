import { say } from '../../src/learn/language.js';
import { columns_of, right } from './columns.js';

/** A bar of the figure for the terminal: the measured value, and the value of the law. */
export interface Bar {
  readonly name: string;
  readonly value: number;
  readonly law?: number;
}

const eighths = ['', '▏', '▎', '▍', '▌', '▋', '▊', '▉'];

/** Bars with their values, one a line, each followed by its law if it has one. */
export function bars(rows: readonly Bar[], unit = '', width = 40): string[] {
  const longest = Math.max(...rows.map(({ name }) => columns_of(name)));
  const top = largest(rows.flatMap(({ value, law = 0 }) => [value, law]));
  return rows.map(({ name, value, law }) => {
    const parts = Math.round((value / (top || 1)) * width * 8);
    const bar = `${'█'.repeat(Math.floor(parts / 8))}${eighths[parts % 8]}`;
    const behind = law === undefined ? '' : `   ${say('law', '법칙')} ${short(law)}`;
    return `  ${right(name, longest)} ${bar.padEnd(width)} ${`${short(value)} ${unit}`.trimEnd()}${behind}`;
  });
}

const heights = '▁▂▃▄▅▆▇█';

/** Values over time in one line. Up to `width` values are shown one by one; more are divided into parts, and the largest of each is shown. */
export function sparkline(name: string, values: readonly number[], unit = '', width = 60): string {
  const top = largest(values);
  const cells = Math.min(width, values.length);
  const line = Array.from({ length: cells }, (_, i) => {
    const from = Math.floor((i * values.length) / cells);
    const part = values.slice(from, Math.max(from + 1, Math.floor(((i + 1) * values.length) / cells)));
    return heights[Math.round((largest(part) / (top || 1)) * (heights.length - 1))];
  });
  return `  ${name} ${line.join('')} ${say(`up to ${short(top)} ${unit}`.trimEnd(), `최대 ${short(top)} ${unit}`.trimEnd())}`;
}

/** Math.max takes its arguments from the stack, so it does not suit a long array. */
function largest(values: readonly number[]): number {
  return values.reduce((most, value) => Math.max(most, value), 0);
}

/** A number in few digits. */
export function short(value: number): string {
  if (Number.isInteger(value)) return value.toLocaleString('en');
  return value.toLocaleString('en', { maximumSignificantDigits: 3 });
}
