// The assertions in a user's own project: the example of docs/strace-library.md is run by a Vitest of its own.
import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { matchers } from '../../src/strace/index.js';
import { hang } from '../support/hang.js';
import { no_strace, root } from '../support/strace.js';

const page = readFileSync(join(root, 'docs/strace-library.md'), 'utf8');
const folder = join(root, 'out', `user-${process.pid}`);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const reason = no_strace === undefined ? '' : ` (${no_strace})`;

it.skipIf(no_strace !== undefined)(`the example of the page passes${reason}`, () => {
  mkdirSync(folder, { recursive: true });
  const [, example = ''] = /```typescript\n([\s\S]*?)```/.exec(page) ?? [];
  writeFileSync(join(folder, 'example.test.ts'), example);
  writeFileSync(join(folder, 'vitest.config.mjs'), 'export default { test: { include: ["*.test.ts"] } };\n');
  const vitest = join(root, 'node_modules/vitest/vitest.mjs');
  const run = spawnSync(process.execPath, [vitest, 'run', '--root', folder], {
    cwd: folder,
    encoding: 'utf8',
    timeout: hang,
  });
  expect(run.status, run.stdout + run.stderr).toBe(0);
  expect(run.stdout).toMatch(/1 passed/);
});

it('a failure looks as the page shows it', () => {
  const [, shown = ''] = /```text\n([\s\S]*?)\n```/.exec(page) ?? [];
  const trace = [...shown.matchAll(/^[> ] \d {2}(.*)$/gm)].map(([, line]) => line).join('\n');
  expect(matchers.toRetryOnEINTR(trace).message()).toBe(shown);
});
