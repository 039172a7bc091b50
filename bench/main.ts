// npm run bench [-- --against REV] [--only NAMES] [--docs] [--json FILE]: what the package costs beside C. See docs/bench.md.
import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { against } from './against.js';
import { cases } from './cases.js';
import { write_docs } from './docs.js';
import { measure_micro, micro_table } from './micro-table.js';
import { machine, type Report, report, table } from './report.js';
import { rounds_of } from './rounds.js';

const { values } = parseArgs({
  options: {
    against: { type: 'string' },
    only: { type: 'string' },
    docs: { type: 'boolean' },
    json: { type: 'string' },
  },
});

const chosen = values.only?.split(',');
const only = (name: string) => chosen === undefined || chosen.includes(name);

console.log(
  `${Object.entries(machine)
    .map(([name, value]) => `${name} ${value}`)
    .join(', ')}\n`,
);

if (values.against !== undefined) {
  await against(values.against, only);
} else {
  const micro = await measure_micro(only);
  console.log(`${micro_table(micro)}\n`);
  const reports: Report[] = [];
  for (const [i, one] of cases.entries()) {
    if (!only(one.title)) continue;
    console.error(`[${i + 1}/${cases.length}] ${one.title}: ${one.budget} s`);
    const made = report(one, await rounds_of(one.subjects, one.budget, 4));
    reports.push(made);
    console.log(`${table(made)}\n`);
  }
  if (values.docs) write_docs(micro, reports);
  if (values.json !== undefined) {
    writeFileSync(values.json, `${JSON.stringify({ machine, micro, cases: reports }, null, 2)}\n`);
  }
}
