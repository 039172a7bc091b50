import { readFileSync, writeFileSync } from 'node:fs';
import { cpus, loadavg } from 'node:os';
import { root } from './cases.js';
import { cost_table } from './cost.js';
import { draw_figures } from './figures.js';
import { type Idle, idle_table } from './idle.js';
import { type Imports, import_table } from './import.js';
import { type Measured, micro_table } from './micro-table.js';
import { type Compared, peer_table } from './peers/table.js';
import { machine, type Report, table } from './report.js';
import { type Servers, server_tables } from './servers.js';

const begin = '<!-- measured: npm run bench -- --docs -->';
const end = '<!-- end -->';

/** Everything that a run measures. */
export interface Measurements {
  readonly micro: readonly Measured[];
  readonly cases: readonly Report[];
  readonly imports: Imports;
  readonly compared: Compared;
  readonly servers: Servers;
  readonly idle: Idle;
}

/** Replaces the text between the two marks of a page. The rest of the page is written by hand. */
function write(page: string, parts: readonly string[]): void {
  const path = `${root}docs/${page}`;
  const [before, rest] = readFileSync(path, 'utf8').split(begin);
  const after = rest?.split(end)[1];
  if (before === undefined || after === undefined) throw new Error(`${path} lacks its marks`);
  writeFileSync(path, `${before}${[begin, ...parts, end].join('\n\n')}${after}`);
}

/** Reports other load. On a busy machine the minima of interleaved rounds are valid, but the medians depend on the other programs. */
function neighbours(): string {
  const load = loadavg()[2] ?? 0; // over 15 minutes, about the length of a run
  const told = `Load average ${load.toFixed(1)} on ${cpus().length} cores.`;
  // The run itself accounts for about one core.
  if (load < cpus().length) return told;
  return `${told} Other programs ran beside it: read the minima, and take the medians and the servers' figures as rough.`;
}

/** Writes what a run measured into docs/bench.md, docs/cost.md and the figures. */
export function write_docs({ micro, cases, imports, compared, servers, idle }: Measurements): void {
  const figures = draw_figures(micro, compared, servers);
  const day = new Date().toISOString().slice(0, 10);
  const about = `${day}. ${Object.entries(machine)
    .map(([name, value]) => `${name} ${value}`)
    .join(', ')}.`;
  write('bench.md', [
    about,
    neighbours(),
    '### Every call beside C',
    figures.micro,
    micro_table(micro),
    ...cases.map(table),
    '### What an import takes',
    import_table(imports),
    '### Other packages and runtimes',
    'Times of C, of the minima, and of the medians in brackets.',
    figures.peers,
    peer_table(compared),
    '### Servers of 1 to 10,000 connections',
    figures.servers,
    server_tables(servers),
    '### Ten connections beside 10,000 that are idle',
    idle_table(idle),
  ]);
  write('cost.md', [`Measured on ${about} ${neighbours()}`, cost_table(micro, servers)]);
}
