// npm run bench [-- --json FILE]: this package, its native table and Node's net against a floor in C. See docs/bench.md.
import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { type Case, cases } from './cases.js';
import type { Line } from './children.js';
import { machine, type Report, type Rounds, report, table } from './report.js';

const { values } = parseArgs({ options: { json: { type: 'string' } } });

/** How often the processes of a case are started anew: where one's code and stack happen to lie is worth some percent. */
const lives = 4;

/** In each round every subject takes a short turn, and each round begins with another one: none has the better moments. */
async function rounds_of({ subjects, budget }: Case): Promise<Rounds> {
  const rounds: Record<string, Line[]> = Object.fromEntries(Object.keys(subjects).map((name) => [name, []]));
  for (let life = 0; life < lives; life++) {
    const end = performance.now() + (budget * 1000) / lives;
    const children = [];
    for (const [name, start] of Object.entries(subjects)) children.push({ name, child: await start() });
    do {
      for (const { name, child } of children) rounds[name]?.push(await child.ask());
      children.push(...children.splice(0, 1));
    } while (performance.now() < end);
    for (const { child } of children) child.stop();
  }
  return rounds;
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
