// `sys-socket learn`, as a learner meets it in an empty folder.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  copyFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { root } from '../support/strace.js';

const folders: string[] = [];
let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sys-socket-learn-'));
  folders.push(folder);
});
afterAll(() => {
  for (const one of folders) rmSync(one, { recursive: true });
});

/** What `learn` makes of an empty folder, once for all tests that go on from there. */
let first = '';
beforeAll(async () => {
  first = mkdtempSync(join(tmpdir(), 'sys-socket-learn-'));
  folders.push(first);
  folder = first;
  await learn();
});

const begun = () => cpSync(first, folder, { recursive: true });

async function learn(...args: string[]) {
  const { LANG, LC_ALL, LC_MESSAGES, SYS_SOCKET_LANG, FORCE_COLOR, ...env } = process.env;
  const child = spawn(process.execPath, [join(root, 'dist/cli.js'), 'learn', ...args], {
    cwd: folder,
    env: { ...env, LANG: 'C.UTF-8' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const [stdout, stderr, [status]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'exit')]);
  return { status: Number(status), stdout, stderr };
}

const solution = (name: string) => join(root, 'exercises', name, 'solution.ts');
const file = (name: string) => join(folder, 'exercises', `${name}.ts`);

describe('sys-socket learn', { timeout: 60_000 }, () => {
  it('makes a folder to learn in, shows the first task, and has a verdict', async () => {
    const { status, stdout } = await learn();
    expect(stdout).toContain('A socket is a descriptor');
    expect(stdout).toMatch(/^✗ 01-fd {2}todo$/m);
    expect(status).toBe(1);
    expect(readdirSync(folder).sort()).toEqual([
      '.sys-socket-learn.json',
      'README.md',
      'exercises',
      'package.json',
      'tsconfig.json',
    ]);
    expect(readFileSync(file('01-fd'), 'utf8')).toMatch(/^\/\/ 01-fd: A socket is a descriptor\n/);
  });

  it('overwrites nothing, and remembers what was done', async () => {
    writeFileSync(join(folder, 'README.md'), 'mine');
    await learn();
    copyFileSync(solution('01-fd'), file('01-fd'));
    expect(await learn('verify', '1')).toMatchObject({ status: 0, stdout: '✓ 01-fd\n' });
    const again = await learn();
    expect(again.stdout).toMatch(/^✗ 02-refused {2}todo$/m);
    expect(readFileSync(join(folder, 'README.md'), 'utf8')).toBe('mine');
    expect(readFileSync(file('01-fd'), 'utf8')).toBe(readFileSync(solution('01-fd'), 'utf8'));
    expect((await learn('list')).stdout).toMatch(/✓ 01-fd .* 8 min {2}§0\.2\.1\n {2}· 02-refused/);
  });

  it('keeps what another version has remembered', async () => {
    const state = {
      version: 1,
      exercises: { '99-later': { state: 'passed', tries: 1, hints: 0, stars: 5 } },
      theme: 'dark',
    };
    writeFileSync(join(folder, '.sys-socket-learn.json'), JSON.stringify(state));
    await learn();
    const after = JSON.parse(readFileSync(join(folder, '.sys-socket-learn.json'), 'utf8'));
    expect(after).toMatchObject(state);
  });

  it('shows what a wrong solution does: a sentence, the calls with their lines, where to read', async () => {
    begun();
    copyFileSync(join(root, 'exercises/01-fd/wrong-leaks-a-descriptor.ts'), file('01-fd'));
    const { status, stdout } = await learn('verify', 'fd');
    expect(stdout).toMatch(/^✗ 01-fd {2}leaks-a-descriptor\n {2}A descriptor is still open/);
    expect(stdout).toMatch(/read\(\d+, "HELLO-WORLD", 11\) = 11 {2}01-fd\.ts:7\n/);
    expect(stdout).toMatch(/\n {2}read: close\(2\)/);
    expect(status).toBe(1);
  });

  it('speaks Korean, from then on', async () => {
    expect((await learn('--lang', 'ko')).stdout).toContain('소켓은 디스크립터다');
    expect((await learn('hint', '1')).stdout).toContain('힌트 1/3');
  });

  it('gives hints one by one, and the solution to those who passed or give up', async () => {
    begun();
    expect((await learn('hint', '1')).stdout).toMatch(/^hint 1\/3\n/);
    expect((await learn('hint', '1')).stdout).toMatch(/^hint 2\/3\n/);
    expect(await learn('solution', '1')).toMatchObject({ status: 1, stdout: '' });
    expect((await learn('solution', '1', '--give-up')).stdout).toBe(readFileSync(solution('01-fd'), 'utf8'));
    expect((await learn('diff', '1', '--give-up')).stdout).toMatch(/^- .*TODO.*\n\+ /m);
  });

  it('resets an exercise, and keeps what was written', async () => {
    begun();
    writeFileSync(file('01-fd'), 'mine');
    await learn('reset', '1');
    expect(readFileSync(`${file('01-fd')}.1.bak`, 'utf8')).toBe('mine');
    expect(readFileSync(file('01-fd'), 'utf8')).toContain('TODO');
  });

  it('tells a program what came of all exercises: --json', async () => {
    begun();
    const { stdout } = await learn('verify', '--all', '--json');
    const all: { exercise: string; state: string; diagnosis?: string }[] = JSON.parse(stdout);
    expect(all[0]).toMatchObject({ exercise: '01-fd', state: 'open', passed: false, diagnosis: 'todo' });
    expect(all.at(-1)).toMatchObject({ state: 'missing' });
  });

  it('names the line of a type that leads to an exception', async () => {
    begun();
    writeFileSync(file('01-fd'), "import { read } from 'sys-socket';\nexport const through = () => read('3', 4);\n");
    const { stdout } = await learn('verify', '1');
    expect(stdout).toMatch(/^✗ 01-fd {2}does-not-type-check$/m);
    expect(stdout).toMatch(/exercises\/01-fd\.ts:2 +export const through/);
  });

  it('goes on where npm made the package.json, without "type", and put TypeScript 7 there, which cannot be called', async () => {
    const typescript = join(folder, 'node_modules/typescript');
    mkdirSync(join(typescript, 'lib'), { recursive: true });
    writeFileSync(join(typescript, 'package.json'), '{ "version": "7.0.2", "exports": { ".": "./lib/version.cjs" } }');
    writeFileSync(join(typescript, 'lib/version.cjs'), "exports.version = '7.0.2';\n");
    writeFileSync(join(folder, 'package.json'), '{ "dependencies": {} }');
    await learn();
    expect(readFileSync(join(folder, 'package.json'), 'utf8')).toBe('{ "dependencies": {} }');
    expect(JSON.parse(readFileSync(join(folder, 'exercises/package.json'), 'utf8'))).toEqual({ type: 'module' });
    copyFileSync(solution('01-fd'), file('01-fd'));
    expect(await learn('verify', '1')).toMatchObject({ status: 0, stdout: '✓ 01-fd\n' });
    writeFileSync(file('01-fd'), "import { read } from 'sys-socket';\nexport const through = () => read('3', 4);\n");
    expect((await learn('verify', '1')).stdout).toMatch(/^✗ 01-fd {2}does-not-type-check$/m);
  });

  it('says beside another diagnosis what the types tell: a Result is no number', async () => {
    begun();
    const right = readFileSync(solution('01-fd'), 'utf8');
    writeFileSync(
      file('01-fd'),
      right.replace('unwrap(read(other, room))', 'read(other, room)').replace('Buffer.alloc(', 'new Uint8Array('),
    );
    const { stdout } = await learn('verify', '1');
    expect(stdout).toMatch(
      /^ +types +01-fd\.ts:\d+ +return room\.subarray\(0, count\);\n +Argument of type 'Result<number, .*' is not/m,
    );
    expect(stdout.split('\n').length).toBeLessThan(24);
  });

  it('names, of several wrong types, that of the line which throws, and says all of it', async () => {
    begun();
    const imports =
      "import { AF_UNIX, SOCK_STREAM, setsockopt, SO_REUSEADDR, SOL_SOCKET, socketpair, unwrap } from 'sys-socket';";
    const body = [
      'const sv = unwrap(socketpair(AF_UNIX, SOCK_STREAM, 0));',
      'setsockopt(sv[0], SOL_SOCKET, SO_REUSEADDR, true);',
    ];
    // Its first fault, for the type checker, is that it returns nothing.
    writeFileSync(
      file('01-fd'),
      [imports, 'export function through(bytes: Uint8Array): Uint8Array {', ...body, '}', ''].join('\n'),
    );
    const { stdout } = await learn('verify', '1');
    expect(stdout).toMatch(/^✗ 01-fd {2}does-not-type-check$/m);
    expect(stdout).toMatch(/exercises\/01-fd\.ts:4 {2}setsockopt/);
    expect(stdout.replaceAll(/\s+/g, ' ')).toContain(
      "Argument of type 'true' is not assignable to parameter of type '0 | 1'.",
    );
  });

  it.each(['int sv[2];', 'const sv = unwrap(socketpair(AF_UNIX, SOCK_STREAM, 0);'])(
    'says of what is no TypeScript that it does not parse: %s',
    async (line) => {
      begun();
      const imports = "import { AF_UNIX, SOCK_STREAM, socketpair, unwrap } from 'sys-socket';";
      const uses = 'console.log(unwrap, socketpair, AF_UNIX, SOCK_STREAM);';
      writeFileSync(file('01-fd'), `${imports}\nexport function through() {\n${line}\n${uses}\n}\n`);
      writeFileSync(file('02-refused'), `${imports}\n${line}\n${uses}\n`);
      const { stdout } = await learn('verify', '1', '2');
      expect(stdout.match(/does-not-parse\n {2}The file does not parse\.\n {4}exercises\/.*\.ts:\d/g)).toHaveLength(2);
    },
  );

  it('begins with any exercise, and says how, where one is not here', async () => {
    expect((await learn('verify', '15')).stderr).toContain('npx sys-socket learn 15-echo creates it');
    const { stdout } = await learn('15');
    expect(stdout).toMatch(/^✗ 15-echo {2}todo$/m);
    expect(readFileSync(file('15-echo'), 'utf8')).toMatch(/^\/\/ 15-echo: /);
    expect((await learn()).stdout).toMatch(/^✗ 01-fd {2}todo$/m); // where one is does not change
  });

  it('tells a wrong type from a refusal', async () => {
    begun();
    writeFileSync(file('02-refused'), readFileSync(solution('02-refused'), 'utf8').replace('close(fd)', "close('fd')"));
    const { stdout } = await learn('verify', '2');
    expect(stdout).toMatch(/^✗ 02-refused {2}does-not-type-check$/m);
    expect(stdout).toMatch(/exercises\/02-refused\.ts:13 .*close\('fd'\)/);
  });

  it.each([
    [['verify', 'nothing'], 2, /nothing: no such exercise/],
    [['dance'], 2, /unknown command 'dance'/],
    [['--lang', 'fr'], 2, /--lang must be en or ko/],
    [['verify'], 1, /this folder has no exercise/],
    [['list', '--course', '/nowhere'], 1, /no folder with a course\.json/],
  ])('%j says what is wrong', async (args, status, message) => {
    const ran = await learn(...args);
    expect(ran.stderr).toMatch(message);
    expect(ran.status).toBe(status);
  });
});

describe('for teachers', { timeout: 60_000 }, () => {
  it('new makes an exercise, which check holds to what it says', async () => {
    expect((await learn('new', '01-one-byte')).status).toBe(0);
    const { status, stdout } = await learn('check');
    expect(stdout).toMatch(/✓ 01-one-byte\/wrong-takes-the-end-for-a-byte\.ts: takes-the-end-for-a-byte\n/);
    expect(stdout).toMatch(/1 exercises, 5 files judged: no problems\n$/);
    expect(status).toBe(0);
    expect((await learn('list', '--course', '.')).stdout).toMatch(/01-one-byte/);
  });

  it('takes no course of another format', async () => {
    writeFileSync(join(folder, 'course.json'), '{ "format": 2 }');
    const { status, stderr } = await learn('list', '--course', '.');
    expect(stderr).toContain('course.json has format 2: this sys-socket supports only format 1');
    expect(status).not.toBe(0);
  });

  it('check says what a course lacks', async () => {
    await learn('new', '01-one-byte');
    const at = (name: string) => join(folder, '01-one-byte', name);
    rmSync(at('wrong-takes-what-is-not-yours.ts'));
    copyFileSync(at('solution.ts'), at('wrong-takes-the-end-for-a-byte.ts'));
    writeFileSync(at('text.ko.md'), readFileSync(at('text.ko.md'), 'utf8').replace('## 3', '## later'));
    writeFileSync(at('notes.txt'), '');
    rmSync(at('right-read.ts'));
    copyFileSync(at('solution.ts'), at('wrong-of-no-text.ts'));
    cpSync(join(folder, '01-one-byte'), join(folder, '02-astray'), { recursive: true });
    const { status, stdout } = await learn('check');
    expect(stdout).toMatch(/wrong-takes-what-is-not-yours\.ts is missing: nothing proves this diagnosis/);
    expect(stdout).toMatch(/wrong-takes-the-end-for-a-byte\.ts must be takes-the-end-for-a-byte, but was judged pass/);
    expect(stdout).toMatch(/text\.ko\.md has 2 hints/);
    expect(stdout).toMatch(/notes\.txt is not a judge, kit/);
    expect(stdout).toMatch(/right-\*\.ts is missing: an exercise needs a second right solution/);
    expect(stdout).toMatch(/text\.en\.md has no text for of-no-text/);
    expect(stdout).toMatch(/course\.json has no chapter with this exercise/);
    expect(status).toBe(1);
    expect(existsSync(at('notes.txt'))).toBe(true);
    rmSync(at('text.ko.md'));
    expect((await learn('check')).stdout).toMatch(/text\.ko\.md is missing/);
  });
});
