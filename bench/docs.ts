import { readFileSync, writeFileSync } from 'node:fs';
import { root } from './cases.js';
import { type Measured, micro_table } from './micro-table.js';
import { machine, type Report, table } from './report.js';

const page = `${root}docs/bench.md`;
const begin = '<!-- measured: npm run bench -- --docs -->';
const end = '<!-- end -->';

/** Writes what a run measured into docs/bench.md, between its two marks: what stands around them is written by hand. */
export function write_docs(micro: readonly Measured[], reports: readonly Report[]): void {
  const text = readFileSync(page, 'utf8');
  const [before, rest] = text.split(begin);
  const after = rest?.split(end)[1];
  if (before === undefined || after === undefined) throw new Error(`${page} lacks its marks`);
  const about = Object.entries(machine).map(([name, value]) => `${name} ${value}`);
  const parts = [
    begin,
    `${about.join(', ')}.`,
    '### Every call beside C',
    micro_table(micro),
    ...reports.map(table),
    end,
  ];
  writeFileSync(page, `${before}${parts.join('\n\n')}${after}`);
}
