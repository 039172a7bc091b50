// calls.mjs under inject(), and under the real strace, which is attached to it for each round: so it counts from the round's first call on, and not
// Node's before, and not its last ones.
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';
import { hang } from '../../support/hang.js';
import { until } from '../../support/servers.js';
import { no_strace } from '../../support/strace.js';
import { folder as scratch } from '../../sys/kit.js';

const program = fileURLToPath(new URL('calls.mjs', import.meta.url));

/** Not under a sanitizer: what is compared is strace, which is slow enough. */
const env = { ...process.env, LD_PRELOAD: '', SYS_SOCKET_BINARY: '' };

export interface Round {
  /** Which of the calls of calls.mjs. */
  readonly what: string;
  readonly rules: readonly string[];
  /** More flags of strace. */
  readonly flags?: readonly string[];
}

export interface Rounds {
  /** What calls.mjs says of the calls of each round: the function's name first. */
  readonly done: ReadonlyArray<ReadonlyArray<readonly [name: string, ...unknown[]]>>;
  /** The trace of each round. */
  readonly logs: readonly string[];
}

/** Why strace cannot be attached here, or undefined if it can. */
export const no_attach: string | undefined = (() => {
  if (no_strace !== undefined) return no_strace;
  // It ends as soon as it is traced, and strace with it.
  const child = spawn('sh', ['-c', 'while grep -q "^TracerPid:.0$" /proc/$$/status; do :; done'], { stdio: 'ignore' });
  const { stderr } = spawnSync('strace', ['-o', '/dev/null', '-p', String(child.pid)], { encoding: 'utf8' });
  child.kill('SIGKILL');
  return stderr.includes(' attached') ? undefined : `strace may not attach here: ${stderr.trim()}`;
})();

export async function under_inject(rounds: readonly Round[]): Promise<Rounds> {
  const folder = scratch();
  const child = spawn(process.execPath, [program, 'inside', JSON.stringify(rounds), folder], {
    stdio: ['ignore', 'ignore', 'pipe'],
    timeout: hang,
    env,
  });
  await ended(child);
  return { done: results(folder), logs: rounds.map((_, i) => readFileSync(join(folder, `log-${i}`), 'latin1')) };
}

/** @param trace the syscalls of `strace -e trace=` */
export async function under_strace(rounds: readonly Round[], trace: readonly string[]): Promise<Rounds> {
  const folder = scratch();
  const child = spawn(process.execPath, [program, 'outside', JSON.stringify(rounds), folder], {
    stdio: ['ignore', 'ignore', 'pipe'],
    timeout: hang,
    env,
  });
  const end = ended(child);
  end.catch(() => {}); // it is asked below
  const there = async (name: string) => {
    await until(name, () => existsSync(join(folder, name)) || child.exitCode !== null || child.signalCode !== null);
    if (!existsSync(join(folder, name))) await end; // which says why
  };
  const logs: string[] = [];
  for (const [i, { rules, flags = [] }] of rounds.entries()) {
    await there(`ready-${i}`);
    const log = join(folder, `strace-${i}`);
    const filter = [`trace=${trace}`, 'signal=none', ...rules.map((rule) => `inject=${rule}`)];
    const places = flags.map((flag) => flag.replace('FOLDER', folder));
    const strace = spawn(
      'strace',
      ['-I2', '-s', '64', ...places, ...filter.flatMap((rule) => ['-e', rule]), '-o', log, '-p', String(child.pid)],
      { env, stdio: ['ignore', 'ignore', 'pipe'] },
    );
    onTestFinished(() => void strace.kill('SIGKILL'));
    const gone = once(strace, 'close');
    await attached(strace);
    writeFileSync(join(folder, `go-${i}`), '');
    await there(`done-${i}`);
    strace.kill('SIGTERM');
    await gone;
    writeFileSync(join(folder, `gone-${i}`), '');
    logs.push(readFileSync(log, 'latin1'));
  }
  await end;
  return { done: results(folder), logs };
}

async function attached(strace: ChildProcess): Promise<void> {
  let said = '';
  strace.stderr?.setEncoding('utf8').on('data', (text: string) => {
    said += text;
  });
  await until('strace is attached', () => said.includes(' attached') || strace.exitCode !== null);
  if (strace.exitCode !== null) throw new Error(`strace ended: ${said}`);
}

/** Waits for the end of the program, which must be a good one. */
async function ended(child: ChildProcess): Promise<void> {
  onTestFinished(() => void child.kill('SIGKILL'));
  let said = '';
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    said += text;
  });
  const [status, signal] = await once(child, 'close');
  if (status !== 0 || said !== '') throw new Error(`calls.mjs ended with ${status ?? signal}: ${said}`);
}

function results(folder: string): Rounds['done'] {
  return JSON.parse(readFileSync(join(folder, 'results'), 'utf8'));
}
