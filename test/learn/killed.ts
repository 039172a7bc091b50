// A learner's `sys-socket learn verify` that is killed, at one moment or another: nothing stays of it.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { copyFileSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, onTestFinished } from 'vitest';
import { processes_with } from '../support/processes.js';
import { root } from '../support/strace.js';

/** Where a learner learns who is to write exercise 15, of which each verdict starts three servers; and its temporary files. */
export function learners_folder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'sys-socket-killed-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  for (const name of ['exercises', 'tmp']) mkdirSync(join(folder, name));
  copyFileSync(join(root, 'exercises/15-echo/solution.ts'), join(folder, 'exercises/15-echo.ts'));
  return folder;
}

/** Kills it after so many looks. How far it gets until then, nobody knows. */
export async function kill_after(looks: number, folder: string): Promise<void> {
  const temporary = join(folder, 'tmp');
  const runner = spawn(process.execPath, [join(root, 'dist/cli.js'), 'learn', 'verify', '15'], {
    cwd: folder,
    env: { ...process.env, TMPDIR: temporary },
    stdio: 'ignore',
  });
  const ended = once(runner, 'exit');
  for (let look = 0; look < looks && runner.exitCode === null; look++) await sleep(10);
  runner.kill('SIGKILL');
  await ended;
  while (processes_with(temporary).length > 0) await sleep(10);
  expect(readdirSync(temporary), `after ${looks} looks`).toEqual([]);
}
