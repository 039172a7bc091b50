// npm run bench [-- --against REV] [--only NAMES] [--docs] [--json FILE]: the cost of the package compared with C. See docs/bench.md.
import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { against } from './against.js';
import { cases } from './cases.js';
import { write_docs } from './docs.js';
import { idle_table, measure_idle } from './idle.js';
import { import_table, measure_import } from './import.js';
import { measure_micro, micro_table } from './micro-table.js';
import { compare_peers, peer_table } from './peers/table.js';
import { machine, type Report, report, table } from './report.js';
import { rounds_of } from './rounds.js';
import { measure_servers, server_tables } from './servers.js';

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
  const imports = only('import') ? measure_import() : undefined;
  if (imports !== undefined) console.log(`${import_table(imports)}\n`);
  const compared = only('peers') ? await compare_peers() : undefined;
  if (compared !== undefined) console.log(`${peer_table(compared)}\n`);
  const servers = only('servers') ? await measure_servers() : undefined;
  if (servers !== undefined) console.log(`${server_tables(servers)}\n`);
  const idle = only('idle') ? await measure_idle() : undefined;
  if (idle !== undefined) console.log(`${idle_table(idle)}\n`);
  if (values.docs) {
    if (compared === undefined || servers === undefined || idle === undefined || imports === undefined)
      throw new Error('--docs needs a whole run, without --only');
    write_docs({ micro, cases: reports, imports, compared, servers, idle });
  }
  if (values.json !== undefined) {
    const all = { machine, micro, cases: reports, imports, compared, servers, idle };
    writeFileSync(values.json, `${JSON.stringify(all, null, 2)}\n`);
  }
}
