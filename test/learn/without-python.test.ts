// Where there is no Python the package's own process receives what exercise 30 passes, and the verdicts are the same.
import { mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { check } from '../../src/learn/check.js';
import { read_course } from '../../src/learn/course.js';

it('judges 30-pass-it without Python', { timeout: 120_000 }, async () => {
  // All that the judge starts, but for python3.
  const folder = mkdtempSync(join(tmpdir(), 'sys-socket-path-'));
  const path = process.env.PATH ?? '';
  onTestFinished(() => {
    process.env.PATH = path;
    rmSync(folder, { recursive: true });
  });
  for (const tool of ['sh', 'cat', 'grep', 'mkdir', 'rm']) symlinkSync(join('/bin', tool), join(folder, tool));
  process.env.PATH = folder;
  const judged: (string | undefined)[] = [];
  const files = ['solution.ts', 'wrong-a-number-is-no-descriptor.ts', 'wrong-leaks-a-descriptor.ts'];
  const problems = await check(read_course(), {
    names: ['30-pass-it'],
    takes: (_, file) => files.includes(file),
    told: ({ verdict }) => judged.push(verdict.evidence.find(([, text]) => /^node\b/.test(text))?.[1]),
  });
  expect(problems.map(({ what }) => what)).toEqual([]);
  expect(judged).toEqual([
    undefined,
    expect.stringMatching(/^node received/),
    expect.stringMatching(/^node has closed it/),
  ]);
});
