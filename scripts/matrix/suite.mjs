// Runs this project's own tests on another version of Node.
import { spawnSync } from 'node:child_process';
import { closeSync, existsSync, mkdirSync, openSync, readFileSync, rmSync } from 'node:fs';
import { dirname } from 'node:path';
import { place, root } from './install.mjs';

/**
 * @param {{ program: string, options?: string[], env?: Record<string, string>, without?: string }} node what starts Vitest, its options and
 *   environment, and a regular expression of the tests that do not run
 * @param {string} name for the name of the log in out/matrix/
 * @param {string[]} projects Vitest's
 * @param {string[]} files only the tests in these files or folders, or all
 * @returns {{ passed: number, skipped: number, failed: { name: string, message: string }[] }}
 */
export function suite({ program, options = [], env = {}, without }, name, projects, files = []) {
  mkdirSync(place, { recursive: true });
  const [log, report] = [`${place}node-${name}.log`, `${place}node-${name}.json`];
  rmSync(report, { force: true });
  const out = openSync(log, 'w');
  const args = [
    ...options,
    'node_modules/vitest/vitest.mjs',
    'run',
    ...files,
    ...projects.flatMap((name) => ['--project', name]),
  ];
  if (without !== undefined) args.push('--testNamePattern', `^(?!.*(${without}))`);
  const { status } = spawnSync(program, args, {
    cwd: root,
    stdio: ['ignore', out, out],
    // Tests that start `node` start this version too.
    env: { ...process.env, CI: 'true', REPORT: report, PATH: `${dirname(program)}:${process.env.PATH}`, ...env },
  });
  closeSync(out);
  const { passed, skipped, failed } = existsSync(report)
    ? JSON.parse(readFileSync(report, 'utf8'))
    : { passed: 0, skipped: 0, failed: [] };
  if (status !== 0 && failed.length === 0) failed.push({ name: 'the run', message: `status ${status}: ${log}` });
  return { passed, skipped, failed };
}
