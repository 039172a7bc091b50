// What `sys-socket learn` does with a learner's files, and says of it.
import { appendFileSync, copyFileSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import ts from 'typescript';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { root } from '../support/strace.js';
import { sys_socket } from './kit.js';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sys-socket-learn-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const learn = (...args: string[]) => sys_socket(['learn', ...args], { cwd: folder, env: { LC_ALL: 'C.UTF-8' } });
const file = (name: string) => join(folder, 'exercises', name);
const kept = () => readdirSync(join(folder, 'exercises')).filter((name) => name.endsWith('.bak'));

describe('sys-socket learn, of files', { timeout: 60_000 }, () => {
  it('reset keeps what was written, and no starter', async () => {
    expect((await learn('reset', '9')).stdout).toBe('exercises/09-frame-out.ts is the starter file\n');
    expect((await learn('reset', '9')).stdout).toBe('exercises/09-frame-out.ts is the starter file\n');
    expect(kept()).toEqual([]);
    appendFileSync(file('09-frame-out.ts'), '// mine\n');
    const { stdout } = await learn('reset', '9');
    expect(stdout).toBe(
      'exercises/09-frame-out.ts is the starter file again; your file is now exercises/09-frame-out.ts.1.bak\n',
    );
    expect(readFileSync(file(kept()[0] ?? ''), 'utf8')).toContain('// mine');
    expect((await learn('reset', '9', '--lang', 'ko')).stdout).toContain('처음으로 되돌렸다'); // it was written in English
  });

  it('diff says how a file comes that is not here', async () => {
    const { status, stderr } = await learn('diff', '12', '--give-up');
    expect(status).toBe(1);
    expect(stderr).toContain('exercises/12-lines.ts: no such file; npx sys-socket learn 12-lines creates it');
  });

  it.each([
    [['reset', '1', '2'], "'2': reset takes no more arguments", "'2': reset에는 더 쓸 것이 없다"],
    [['list', '3'], "'3': list takes no more arguments", "'3': list에는 더 쓸 것이 없다"],
    [['1', '2'], "'2': 1 takes no more arguments", "'2': 1에는 더 쓸 것이 없다"],
    [['hint', '1', '2', '3'], "'3': hint takes no more arguments", "'3': hint에는 더 쓸 것이 없다"],
  ])('takes no word that it would not look at: %j', async (args, english, korean) => {
    expect(await learn(...args)).toMatchObject({ status: 2, stderr: expect.stringContaining(english) });
    expect((await learn(...args, '--lang', 'ko')).stderr).toContain(korean);
    expect(existsSync(file('01-fd.ts'))).toBe(false);
  });

  it('doctor tells the version of the TypeScript that is used', async () => {
    expect((await learn('doctor')).stdout).toMatch(
      new RegExp(`^✓ TypeScript +${ts.version.replaceAll('.', '\\.')}$`, 'm'),
    );
  });

  it('what the types of Node would tell is no fault of a file, where they are lacking', async () => {
    await learn('29');
    copyFileSync(join(root, 'exercises/29-queues/wrong-EADDRINUSE.ts'), file('29-queues.ts'));
    const { stdout } = await learn('verify', '29');
    expect(stdout).toMatch(/^✗ 29-queues {2}EADDRINUSE$/m);
    expect(stdout).not.toMatch(/types|ImportMeta/);
  });

  it('a Korean verdict is Korean in its evidence: what a refusal means, and what was tried', async () => {
    await learn('4', '--lang', 'ko');
    copyFileSync(join(root, 'exercises/02-refused/wrong-throws-a-refusal.ts'), file('02-refused.ts'));
    copyFileSync(join(root, 'exercises/04-who-owns/wrong-leaks-when-it-throws.ts'), file('04-who-owns.ts'));
    const { stdout } = await learn('verify', '2', '4');
    expect(stdout).toMatch(/ECONNREFUSED: [^\n]*[가-힣]/);
    expect(stdout).toMatch(/handle +바로 예외를 던진다/);
    expect((await learn('list')).stdout).toMatch(/10분 {2}§0\.2\.2/);
  });
});
