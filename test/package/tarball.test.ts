import {
  copyFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { bundle, contents, difference } from './contents.js';
import { install, only, output, pack, root, run, slow, temporary } from './kit.js';

const without_compiler = only('node', 'npm', 'sh');
const said = 'send 5\nrecv 5 hello\n';
let files: string[];
let project: string;
let installed: string;

beforeAll(async () => {
  const tarball = await pack();
  files = (await output('tar', ['-tzf', tarball])).trim().split('\n');
  project = await install(tarball, without_compiler);
  installed = join(project, 'node_modules/sys-socket');
  copyFileSync(join(root, 'test/package/user.mjs'), join(project, 'user.mjs'));
}, slow.timeout);

describe('the tarball', () => {
  it('holds each file that it must, and no other', async () => {
    const here = files.map((file) => file.replace(/^package\//, ''));
    expect(difference(here, await contents())).toEqual({ unexpected: [], missing: [] });
  });

  it('and a file too many or too few would be named', () => {
    const folder = temporary();
    for (const part of ['package.json', 'dist']) cpSync(join(root, part), join(folder, part), { recursive: true });
    const [stray, gone] = ['dist/shared/stray.js', 'dist/shared/core.js'];
    const whole = [...bundle(folder)];
    writeFileSync(join(folder, stray), '');
    for (const file of [gone, `${gone}.map`]) rmSync(join(folder, file));
    const changed = whole.filter((file) => existsSync(join(folder, file)));
    expect(difference([...changed, stray], bundle(folder))).toEqual({ unexpected: [stray], missing: [gone] });
  });

  it.each(['README.md', 'LEARN.md', 'LEARN.ko.md'])('holds what %s links to', (page) => {
    const text = readFileSync(join(installed, page), 'utf8').replaceAll(/^```[\s\S]*?^```/gm, '');
    const links = [...text.matchAll(/\]\((?!\w+:|#)([^)#\s]+)/g)].map(([, path = '']) => path);
    expect(links.length).toBeGreaterThan(5);
    expect(links.filter((path) => !existsSync(join(installed, path)))).toEqual([]);
  });

  it('holds the figures that its pages show', () => {
    const pages = files.filter((file) => /^package\/(docs|labs)\/.*\.md$/.test(file));
    const figures = pages.flatMap((page) => {
      const text = readFileSync(join(installed, '..', page.replace(/^package/, 'sys-socket')), 'utf8');
      return [...text.matchAll(/!\[[^\]]*\]\((?!\w+:)([^)\s]+)\)/g)].map(([, path = '']) => join(page, '..', path));
    });
    expect(figures.length).toBeGreaterThan(20);
    expect(figures.filter((figure) => !files.includes(figure))).toEqual([]);
    const shipped = files.filter((file) => file.endsWith('.svg'));
    expect(shipped.filter((file) => !figures.includes(file))).toEqual([]);
  });

  it('runs no script when it is installed, and brings no dependency', () => {
    // The manifest is that of the repository, of which pack.test.ts says which scripts npm calls by itself.
    const manifest = JSON.parse(readFileSync(join(installed, 'package.json'), 'utf8'));
    expect(manifest).toEqual(JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')));
    const { dependencies, optionalDependencies, bundleDependencies, imports, gypfile } = manifest;
    expect({ dependencies, optionalDependencies, bundleDependencies, imports, gypfile }).toEqual({});
    // What npm itself found when it installed it: a script, or a binding.gyp, would be named here.
    const lock = JSON.parse(readFileSync(join(project, 'node_modules/.package-lock.json'), 'utf8'));
    expect(Object.keys(lock.packages)).toEqual(['node_modules/sys-socket']);
    expect(lock.packages['node_modules/sys-socket']).not.toHaveProperty('hasInstallScript');
    const packages = readdirSync(join(project, 'node_modules')).filter((name) => !name.startsWith('.'));
    expect(packages).toEqual(['sys-socket']);
  });

  it('works where there is no compiler', async () => {
    expect(await output('node', ['user.mjs'], { cwd: project, env: without_compiler })).toBe(said);
  });

  it('has the subpaths: strace and its assertions, which need no Vitest', async () => {
    const judge = `
      import { matchers, parse_strace } from 'sys-socket/strace';
      const trace = 'socketpair(AF_UNIX, SOCK_STREAM, 0, [3, 4]) = 0\\nclose(3) = 0';
      console.log([...parse_strace(trace)].length, matchers.toCloseEverySocket(trace).pass);`;
    const args = ['--input-type=module', '-e', judge];
    expect(await output('node', args, { cwd: project, env: without_compiler })).toBe('2 false\n');
    for (const file of [
      'promises/index.js',
      'promises/index.d.ts',
      'strace/index.d.ts',
      'vitest/index.js',
      'vitest/index.d.ts',
    ]) {
      expect(files).toContain(`package/dist/${file}`);
    }
  });

  it('has the rule of ESLint, which finds the Result that a project drops', async () => {
    const linted = join(project, 'linted');
    mkdirSync(join(linted, 'node_modules'), { recursive: true });
    // As npm would install them: beside the package, which looks for them from where it stands.
    cpSync(installed, join(linted, 'node_modules/sys-socket'), { recursive: true });
    for (const peer of ['eslint', 'typescript-eslint', 'typescript', '@types']) {
      symlinkSync(join(root, 'node_modules', peer), join(linted, 'node_modules', peer));
    }
    const files = {
      'package.json': '{ "private": true, "type": "module" }',
      'tsconfig.json': '{ "compilerOptions": { "strict": true, "module": "nodenext", "target": "es2023" } }',
      'eslint.config.js': /```js\n([\s\S]*?)```/.exec(readFileSync(join(root, 'docs/eslint.md'), 'utf8'))?.[1] ?? '',
      'wrong.ts':
        "import { as_fd, close, send } from 'sys-socket';\nsend(as_fd(3), Buffer.from('x'));\nif (close(as_fd(3)).ok) {}\n",
    };
    for (const [name, text] of Object.entries(files)) writeFileSync(join(linted, name), text);
    // In CI typescript-eslint reads each program once, and not what was written since.
    const env = { ...process.env, TSESTREE_SINGLE_RUN: 'false' };
    const args = ['node_modules/eslint/bin/eslint.js', '--format', 'json', 'wrong.ts'];
    const { status, stdout, stderr } = await run('node', args, { cwd: linted, env, seconds: 120 });
    expect(status, stderr).toBe(1);
    const messages = JSON.parse(stdout).flatMap((file: { messages: object[] }) => file.messages);
    expect(messages).toMatchObject([{ line: 2, ruleId: expect.stringMatching(/must-use$/), severity: 2 }]);
  });

  it('says how to build it where no prebuild fits', async () => {
    const bare = join(temporary(), 'node_modules/sys-socket');
    for (const part of ['package.json', 'dist']) cpSync(join(installed, part), join(bare, part), { recursive: true });
    const tell = "import('sys-socket').catch((error) => process.stdout.write(error.message))";
    const message = await output('node', ['-e', tell], { cwd: join(bare, '../..') });
    expect(message).toContain('no binary for linux-x64');
    expect(message).toMatch(/npm i .*cmake/);
    expect(message).not.toContain('\n');
  });
});
