// The whole of `learn check`: right solutions three times, alone and beside two busy programs.
import { spawn } from 'node:child_process';
import { expect, it, onTestFinished } from 'vitest';
import { check } from '../../src/learn/check.js';
import { read_course } from '../../src/learn/course.js';

const limit = 1_800_000;

const problems = async (times: number) =>
  (await check(read_course(), { times })).map(({ exercise, file, what }) => `${exercise}/${file} ${what}`);

it('is what it says: learn check, three times', { timeout: limit }, async () => {
  expect(await problems(3)).toEqual([]);
});

it('and beside two busy programs', { timeout: limit }, async () => {
  for (let i = 0; i < 2; i++) {
    const busy = spawn(process.execPath, ['-e', 'for (;;);'], { stdio: 'ignore' });
    onTestFinished(() => void busy.kill('SIGKILL'));
  }
  expect(await problems(1)).toEqual([]);
});
