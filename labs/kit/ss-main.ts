// Samples ss(8) for a port: a CSV, and a figure of the queues.
//
//   npm run ss -- :PORT [SECONDS] [--runs FOLDER]
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import * as Plot from '@observablehq/plot';
import { root, run_folder } from './catalogue.js';
import { sparkline } from './chart.js';
import { Csv } from './csv.js';
import { draw } from './figure.js';
import { exit_status } from './lab.js';
import { type SsRow, sample_ss, ss_tool } from './ss.js';

const usage = 'usage: npm run ss -- :PORT [SECONDS]';

async function main(args: string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args,
    options: { runs: { type: 'string', default: join(root, 'runs') } },
    allowPositionals: true,
    strict: false,
  });
  const [where = '', given = '10', ...surplus] = positionals;
  const port = /^:(\d{1,5})$/.exec(where)?.[1];
  const seconds = Number(given);
  if (port === undefined || !(seconds > 0 && seconds < 86_400) || surplus.length > 0) {
    console.error(usage);
    return exit_status.usage;
  }
  if (ss_tool.missing()) {
    console.error(`ss is missing: ${ss_tool.install}`);
    return exit_status.unchecked;
  }
  const rows = (await sample_ss(Number(port), 10, time_or_signal(seconds))).flat();
  if (rows.length === 0) {
    console.error(`nobody has used port ${port}`);
    return exit_status.fail;
  }
  const folder = run_folder(String(values.runs), 'ss');
  mkdirSync(folder, { recursive: true });
  const csv = new Csv(join(folder, 'ss.csv'));
  for (const row of rows) csv.row({ ...row });
  csv.write();
  writeFileSync(join(folder, 'figure.svg'), figure(rows, port));
  for (const [name, of] of Object.entries({ 'Recv-Q': recv_q, 'Send-Q': send_q })) {
    console.log(sparkline(name, by_time(rows, of), 'bytes'));
  }
  console.log(folder);
  return exit_status.pass;
}

const recv_q = (row: SsRow) => row.recv_q;
const send_q = (row: SsRow) => row.send_q;

/** What all connections have in a queue, look by look. */
function by_time(rows: readonly SsRow[], of: (row: SsRow) => number): number[] {
  const sums = new Map<number, number>();
  for (const row of rows) {
    const here = row.state === 'LISTEN' ? 0 : of(row); // of a listener they are connections
    sums.set(row.time, (sums.get(row.time) ?? 0) + here);
  }
  return [...sums.values()];
}

/** Resolves after so many seconds, or with the first SIGINT or SIGTERM: what was seen by then is kept. */
function time_or_signal(seconds: number): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(end, seconds * 1000);
    function end() {
      clearTimeout(timer);
      process.off('SIGINT', end).off('SIGTERM', end);
      resolve();
    }
    process.on('SIGINT', end).on('SIGTERM', end);
  });
}

function figure(rows: readonly SsRow[], port: string): string {
  const began = rows[0]?.time ?? 0;
  const points = rows
    .filter(({ state }) => state !== 'LISTEN')
    .flatMap((row) =>
      Object.entries({ 'Recv-Q': row.recv_q, 'Send-Q': row.send_q }).map(([queue, bytes]) => ({
        seconds: (row.time - began) / 1000,
        end: `${row.local} > ${row.peer}`,
        queue,
        KiB: bytes / 1024,
      })),
    );
  return draw({
    title: `Queues of the connections with port ${port}, by ss`,
    x: { label: 'time, s', grid: true },
    y: { label: 'bytes, KiB', grid: true, zero: true },
    fy: { label: null },
    marks: [
      Plot.frame(),
      Plot.lineY(points, { x: 'seconds', y: 'KiB', fy: 'queue', stroke: 'end', curve: 'step-after' }),
    ],
  });
}

process.exitCode = await main(process.argv.slice(2));
