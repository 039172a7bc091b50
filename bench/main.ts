// npm run bench [-- --json FILE]: this package, its native table and Node's net against a floor in C. See docs/bench.md.
import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { type Case, cases } from './cases.js';
import type { Line } from './children.js';
import { machine, type Report, type Rounds, report, table } from './report.js';

const { values } = parseArgs({ options: { json: { type: 'string' } } });

/** Each round runs every subject once, and each begins with another one, so that none has the better moments. */
async function rounds_of({ subjects, budget }: Case): Promise<Rounds> {
  const order = Object.entries(subjects).map(([name, run]) => ({ name, run, lines: [] as Line[] }));
  const end = performance.now() + budget * 1000;
  for (let round = 0; round < 3 || performance.now() < end; round++) {
    for (let i = 0; i < order.length; i++) {
      const turn = order[(round + i) % order.length];
      turn?.lines.push(await turn.run());
    }
  }
  return Object.fromEntries(order.map(({ name, lines }) => [name, lines]));
}

const reports: Report[] = [];
console.log(
  `${Object.entries(machine)
    .map(([name, value]) => `${name} ${value}`)
    .join(', ')}\n`,
);
for (const [i, one] of cases.entries()) {
  console.error(`[${i + 1}/${cases.length}] ${one.title}: ${one.budget} s`);
  const made = report(one, await rounds_of(one));
  reports.push(made);
  console.log(`${table(made)}\n`);
}
if (values.json !== undefined) writeFileSync(values.json, `${JSON.stringify({ machine, cases: reports }, null, 2)}\n`);
