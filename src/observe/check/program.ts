import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { check_integer, check_object, check_string, check_strings } from '../../codec/check.js';
import { field } from '../../codec/intrinsics.js';
import { has_code } from '../has-code.js';
import type { Finding } from './finding.js';

/** The result of a program that ran in check mode. */
export interface CheckedProgram {
  /** The findings in the program and in the programs that it started. */
  readonly findings: readonly Finding[];
  /** The exit status: 3 if the program itself succeeded but there are findings; null if a signal killed it. */
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface CheckProgramOptions {
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** Milliseconds until the program is killed; default 10,000. */
  readonly timeout?: number;
  /** Options of Node before the program: `['--import', 'tsx']`. */
  readonly flags?: readonly string[];
}

/**
 * Runs a JavaScript program to its end in check mode, as `SYS_SOCKET_CHECK=1 node program args...` does. `toLeakNothing` and
 * `toIgnoreNothing` of sys-socket/vitest check the result.
 *
 * @param file the path of the program
 * @param args its arguments
 * @param options environment, time limit and options of Node
 * @returns the findings, the exit status and the output
 *
 * @example
 * ```ts
 * import { writeFileSync } from 'node:fs';
 * import { check_program } from 'sys-socket/observe';
 *
 * writeFileSync('quiet.mjs', 'console.log(1)');
 * const { findings, status } = await check_program('quiet.mjs');
 * console.log(findings.length, status); // 0 0
 * ```
 */
export async function check_program(
  file: string,
  args: readonly string[] = [],
  options: CheckProgramOptions = {},
): Promise<CheckedProgram> {
  check_string(file, 'check_program: file');
  check_strings(args, 'check_program: args');
  check_object(options, 'check_program: options');
  const env = field(options, 'env', process.env);
  const timeout = field(options, 'timeout', 10_000);
  const flags = field(options, 'flags', []);
  check_object(env, 'check_program: options.env');
  check_integer(timeout, 0, 0x7fff_ffff, 'check_program: options.timeout');
  check_strings(flags, 'check_program: options.flags');
  const folder = mkdtempSync(join(tmpdir(), 'sys-socket-check-'));
  const list = join(folder, 'findings');
  try {
    const how = { env: { ...env, SYS_SOCKET_CHECK: `json ${list}` }, timeout };
    const ended = await new Promise<Omit<CheckedProgram, 'findings'>>((resolve) => {
      const argv = ['--enable-source-maps', ...flags, file, ...args];
      const child = execFile(process.execPath, argv, how, (_error, stdout, stderr) =>
        resolve({ status: child.exitCode, stdout, stderr }),
      );
    });
    return { ...ended, findings: read(list) };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** A missing file means that there are no findings. */
function read(file: string): Finding[] {
  try {
    const lines = readFileSync(file, 'utf8').split('\n');
    return lines.filter((line) => line !== '').map((line) => JSON.parse(line));
  } catch (error) {
    if (has_code(error, 'ENOENT')) return [];
    throw error;
  }
}
