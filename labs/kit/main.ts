// The labs: each asks a question about the kernel, measures, draws, and judges by a law. usage.ts has the usage.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { constants } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { say } from '../../src/learn/language.js';
import { by_path, lab_names, last_verdict, load, root } from './catalogue.js';
import { columns_of, left } from './columns.js';
import { exit_status } from './lab.js';
import { alone, namespace } from './needs.js';
import { help, usage } from './usage.js';

/** A lab takes less than a minute. One that takes longer than this has hung. */
const patience = 120_000;

const { name, help: helps, ...settings } = asked();
if (helps) console.log(help);
process.exit(helps ? 0 : await (name === undefined ? list() : run(name)).catch(broken));

function asked() {
  try {
    const { values, positionals } = parseArgs({
      options: {
        quick: { type: 'boolean', default: false },
        twin: { type: 'boolean', default: false },
        docs: { type: 'boolean', default: false },
        runs: { type: 'string', default: join(root, 'runs') },
        help: { type: 'boolean', short: 'h', default: false },
      },
      allowPositionals: true,
    });
    if (positionals.length > 1) throw new Error(say('run only one lab at a time', '실험은 한 번에 하나만 실행한다'));
    const [name] = positionals;
    if (name !== undefined && !lab_names().includes(name)) {
      const names = lab_names().join(', ');
      throw new Error(
        say(`there is no lab ${name}; the labs are ${names}`, `${name}이라는 실험은 없다. 있는 실험: ${names}`),
      );
    }
    if (values.docs && (name === undefined || values.twin || values.quick))
      throw new Error(say('--docs needs a full run of one lab', '--docs에는 실험 하나의 온전한 실행이 필요하다'));
    return { name, ...values, runs: resolve(values.runs) };
  } catch (error) {
    console.error(`lab: ${error instanceof Error ? error.message : error}\n${usage}`);
    process.exit(exit_status.usage);
  }
}

function broken(error: unknown): number {
  console.error(`lab: ${error instanceof Error ? error.message : error}`);
  return exit_status.broken;
}

async function list(): Promise<number> {
  const labs = await Promise.all(lab_names().map(async (name) => ({ name, ...(await load(name)) })));
  const rows = labs.sort(by_path()).map(({ name, section, asks, tier }) => {
    const last = last_verdict(settings.runs, name);
    return [section, name, String(tier), last === undefined ? '-' : `${last.verdict} ${last.began.slice(0, 10)}`, asks];
  });
  const table = [
    [say('chapter', '절'), say('lab', '실험'), 'tier', say('last', '지난 결과'), say('question', '질문')],
    ...rows,
  ];
  const width = (column: number) => Math.max(...table.map((row) => columns_of(row[column] ?? '')));
  for (const row of table) console.log(row.map((cell, i) => (i < 4 ? left(cell, width(i)) : cell)).join('  '));
  console.log(
    say(
      '\ntier 0 needs no privileges, tier 1 user and network namespaces, tier 2 also /dev/net/tun',
      '\ntier 0은 권한이 필요 없고, 1은 사용자와 네트워크 네임스페이스가, 2는 /dev/net/tun도 필요하다',
    ),
  );
  return 0;
}

/** Runs the lab in a separate process, which ends when this process is ended. */
async function run(name: string): Promise<number> {
  const isolated = !namespace.missing();
  const program = fileURLToPath(new URL('run.js', import.meta.url));
  const order = JSON.stringify({ lab: name, ...settings, alone: isolated });
  const [file = '', ...args] = [...(isolated ? alone : []), process.execPath, program, order];
  const { asks, tier } = await load(name);
  const where = isolated
    ? say('in a separate network', '자기만의 네트워크에서')
    : say('on this network, without a capture', '이 네트워크에서, 캡처 없이');
  console.log(`${name}: ${asks}\ntier ${tier}, ${where}\n`);

  // The IPC channel makes the child end when this process ends, in whatever way it ends.
  const child = spawn(file, args, {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    // The pages in both languages show the same figure, in English.
    env: settings.docs ? { ...process.env, SYS_SOCKET_LANG: 'en' } : process.env,
  });
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
    const seconds = patience / 1000;
    return broken(say(`${name} did not end within ${seconds} s`, `${name}이 ${seconds}초 안에 끝나지 않았다`));
  }
  return signal === null ? (status ?? exit_status.broken) : 128 + constants.signals[signal];
}
