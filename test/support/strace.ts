import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { hang } from './hang.js';

/** Why strace cannot be used here, or undefined if it can. Tests that need it skip with this reason in their name. */
export const no_strace: string | undefined = (() => {
  const tried = spawnSync('strace', ['-qq', '-e', 'trace=none', 'true'], { encoding: 'utf8' });
  if (tried.error) return 'strace is not installed: apt-get install strace';
  return tried.status === 0 ? undefined : `strace may not trace here: ${tried.stderr.trim()}`;
})();

export interface Straced {
  /** The lines, without the process id and padding. */
  readonly lines: string[];
  /** The log as strace wrote it. */
  readonly log: string;
  readonly stdout: string;
  readonly stderr: string;
  readonly status: number | null;
}

export interface StraceOptions {
  /** strace's `-e trace=`. */
  readonly trace?: string;
  /** strace's `-e inject=`, several times. */
  readonly inject?: readonly string[];
  readonly args?: readonly string[];
  readonly timeout?: number;
}

/** Runs an ES module, which imports the built package as `sys-socket`, under the real strace. */
export function strace(program: string, options: StraceOptions = {}): Straced {
  const folder = mkdtempSync(join(tmpdir(), 'sys-socket-strace-'));
  try {
    const file = join(folder, 'program.mjs');
    const index = new URL('../../dist/index.js', import.meta.url).href;
    writeFileSync(file, program.replaceAll("'sys-socket'", `'${index}'`));
    return strace_command([process.execPath, file, ...(options.args ?? [])], options);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Runs a command under the real strace. */
export function strace_command(command: readonly string[], options: StraceOptions = {}): Straced {
  const folder = mkdtempSync(join(tmpdir(), 'sys-socket-strace-'));
  const log = join(folder, 'log');
  try {
    const inject = (options.inject ?? []).flatMap((rule) => ['-e', `inject=${rule}`]);
    const trace = options.trace ?? '%network,close';
    const flags = ['-f', '-qq', '-I2', '-s', '64', '-e', 'signal=none', '-e', `trace=${trace}`, ...inject, '-o', log];
    const { stdout, stderr, status } = spawnSync('strace', [...flags, ...command], {
      encoding: 'utf8',
      timeout: options.timeout ?? hang,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    return { lines: read_log(log), log: readFileSync(log, 'utf8'), stdout, stderr, status };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const first_half = / <unfinished \.\.\.>$/;
const second_half = /^<\.\.\. \w+ resumed>/;

/**
 * The lines of a log, without the process id and padding. If a call of another thread comes in between, strace writes a call in two halves. Here
 * it is one line, at the place where the call ended.
 */
export function read_log(log: string): string[] {
  const lines: (string | undefined)[] = [];
  const begun = new Map<string, number>();
  for (const [, pid = '', line = ''] of readFileSync(log, 'utf8').matchAll(/^(\d*) *(.+)$/gm)) {
    const start = begun.get(pid);
    if (first_half.test(line)) begun.set(pid, lines.length);
    if (start === undefined || !second_half.test(line)) {
      lines.push(line);
    } else {
      lines.push((lines[start] ?? '').replace(first_half, '') + line.replace(second_half, ''));
      lines[start] = undefined;
      begun.delete(pid);
    }
  }
  return lines.filter((line) => line !== undefined).map((line) => line.replace(/\) += /, ') = '));
}

/** The package's root, for commands. */
export const root = fileURLToPath(new URL('../..', import.meta.url));

/** Runs a compiled example to its end. */
export function example(name: string, ...args: string[]): string {
  return execFileSync(process.execPath, [join(root, 'out/examples', `${name}.js`), ...args], {
    encoding: 'utf8',
    timeout: hang,
  });
}
