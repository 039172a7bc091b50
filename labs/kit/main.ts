// The labs: each one asks a question of the kernel, measures, draws, and judges by a law.
//
//   npm run lab                        lists them
//   npm run lab -- NAME [--quick] [--twin] [--runs DIR]
//
// --quick: less of everything, for tests. --twin: the wrong program in the place of the right one, which must fail.
// Exit status: 0 pass, 1 fail, 2 usage, 3 unchecked (a privilege or a tool is missing), 4 the lab broke, 128 + N signal N.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { constants } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { lab_names, last_verdict, load, root } from './catalogue.js';
import { exit_status } from './lab.js';
import { alone, namespace } from './needs.js';

const usage = 'npm run lab -- [NAME] [--quick] [--twin] [--runs DIR]';
/** A lab takes less than a minute. One that takes longer than this hangs. */
const patience = 120_000;

const { name, ...settings } = asked();
process.exit(name === undefined ? await list() : await run(name));

function asked() {
  try {
    const { values, positionals } = parseArgs({
      options: {
        quick: { type: 'boolean', default: false },
        twin: { type: 'boolean', default: false },
        runs: { type: 'string', default: join(root, 'runs') },
      },
      allowPositionals: true,
    });
    if (positionals.length > 1) throw new Error('one lab at a time');
    const [name] = positionals;
    if (name !== undefined && !lab_names().includes(name)) {
      throw new Error(`there is no lab ${name}; there are ${lab_names().join(', ')}`);
    }
    return { name, ...values, runs: resolve(values.runs) };
  } catch (error) {
    console.error(`lab: ${error instanceof Error ? error.message : error}\n${usage}`);
    process.exit(exit_status.usage);
  }
}

async function list(): Promise<number> {
  const rows = await Promise.all(
    lab_names().map(async (name) => {
      const { asks, tier } = await load(name);
      const last = last_verdict(settings.runs, name);
      return [name, String(tier), last === undefined ? '-' : `${last.verdict} ${last.began.slice(0, 10)}`, asks];
    }),
  );
  const table = [['lab', 'tier', 'last', 'asks'], ...rows];
  const width = (column: number) => Math.max(...table.map((row) => row[column]?.length ?? 0));
  for (const row of table) console.log(row.map((cell, i) => (i < 3 ? cell.padEnd(width(i)) : cell)).join('  '));
  console.log('\ntier 0 needs no privilege, 1 user and network namespaces, 2 /dev/net/tun as well');
  return 0;
}

/** Runs it in a process of its own, and ends that one when this one is ended. */
async function run(name: string): Promise<number> {
  const isolated = !namespace.missing();
  const program = fileURLToPath(new URL('run.js', import.meta.url));
  const order = JSON.stringify({ lab: name, ...settings, alone: isolated });
  const [file = '', ...args] = [...(isolated ? alone : []), process.execPath, program, order];
  const { asks, tier } = await load(name);
  console.log(`${name}: ${asks}`);
  console.log(`tier ${tier}, ${isolated ? 'in a network of its own' : 'on this network, with no capture'}\n`);

  // With a channel to it, so that it ends when this process does, however that ends.
  const child = spawn(file, args, { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => child.kill(signal));
  let late = false;
  const timer = setTimeout(() => {
    late = true;
    child.kill('SIGTERM');
    setTimeout(() => child.kill('SIGKILL'), 2000).unref();
  }, patience);
  const [status, signal]: [number | null, NodeJS.Signals | null] = await once(child, 'exit').then(([s, g]) => [s, g]);
  clearTimeout(timer);
  if (late) {
    console.error(`lab: ${name} did not end in ${patience / 1000} s`);
    return exit_status.broken;
  }
  return signal === null ? (status ?? exit_status.broken) : 128 + constants.signals[signal];
}
