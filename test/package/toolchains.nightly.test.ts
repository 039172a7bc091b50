// The tarball under what users build their programs with: bundlers, the least Node, the least TypeScript and TypeScript 7.
import { copyFileSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { rolldown } from 'rolldown';
import { beforeAll, describe, expect, it } from 'vitest';
import { install, node, output, pack, root, run, slow, tool } from './kit.js';

const said = 'send 5\nrecv 5 hello\n';
const mark_it_external =
  /^Error: sys-socket was bundled into another file, away from its binary: mark it external .*$/m;
let project: string;

beforeAll(async () => {
  project = await install(await pack());
  copyFileSync(join(root, 'test/package/user.mjs'), join(project, 'user.mjs'));
}, slow.timeout);

const formats = ['esm', 'cjs'] as const;
type Bundle = (format: (typeof formats)[number], file: string, external: string[]) => Promise<unknown>;

const bundlers: Record<string, Bundle> = {
  async esbuild(format, file, external) {
    const esbuild = join(await tool('esbuild', '0.25'), 'bin/esbuild');
    const marks = external.map((name) => `--external:${name}`);
    const args = ['--bundle', '--platform=node', `--format=${format}`, `--outfile=${file}`, ...marks, 'user.mjs'];
    await output(esbuild, args, { cwd: project });
  },
  async rolldown(format, file, external) {
    const input = join(project, 'user.mjs');
    const build = await rolldown({ input, external, platform: 'node', logLevel: 'silent' });
    await build.write({ file, format, codeSplitting: false });
    await build.close();
  },
};

describe.each(Object.entries(bundlers))('%s', (name, bundle) => {
  it.each(formats)('bundles a program to %s that runs, where sys-socket is external', slow, async (format) => {
    const file = join(project, `${name}-external.${format === 'esm' ? 'mjs' : 'cjs'}`);
    await bundle(format, file, ['sys-socket']);
    expect(await output('node', [file])).toBe(said);
  });

  it.each(formats)(
    'bundles it to %s, which tells to mark sys-socket external where it is not',
    slow,
    async (format) => {
      const file = join(project, `${name}-all.${format === 'esm' ? 'mjs' : 'cjs'}`);
      await bundle(format, file, []);
      const { status, stdout, stderr } = await run('node', [file]);
      expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
      expect(stderr).toMatch(mark_it_external);
    },
  );
});

describe('the least Node of engines, 20.19.0', () => {
  it('runs a program that imports the package', slow, async () => {
    expect(await output(await node(process.arch, '20.19.0'), ['user.mjs'], { cwd: project })).toBe(said);
  });

  it('requires it from CommonJS, as the same module that import gives', slow, async () => {
    const program = `
      const required = require('sys-socket');
      import('sys-socket').then((imported) => console.log(typeof required.socket, required.socket === imported.socket));`;
    const args = ['--input-type=commonjs', '-e', program];
    expect(await output(await node(process.arch, '20.19.0'), args, { cwd: project })).toBe('function true\n');
  });
});

describe.each([20, 22, 24, 26])('the command on Node %d', (version) => {
  const cli = 'node_modules/sys-socket/dist/cli.js';

  it('runs an example that starts others', slow, async () => {
    const args = [cli, 'example', '--run', 'demo'];
    expect(await output(await node(process.arch, version), args, { cwd: project })).toMatch(/^echo: HELLO-WORLD\n/);
  });

  it('tries out a server', slow, async () => {
    const server = 'node_modules/sys-socket/dist/examples/echo-server.js';
    const args = [cli, 'checklist', server, '--host', '127.0.0.1', '--port', '0'];
    const said = await output(await node(process.arch, version), args, { cwd: project, seconds: 240 });
    expect(said).toMatch(/\npass\n$/);
  });
});

/** The least TypeScript, and the one that cannot be called from JavaScript. From 6 on, types are those that the program names. And the status of errors. */
const compilers = [
  ['5.7', [], 2],
  ['7', ['--types', 'node'], 1],
] as const;

describe.each(compilers)('TypeScript %s', (version, options, refused) => {
  const types = () => join(project, 'node_modules/@types');
  beforeAll(() => {
    mkdirSync(types(), { recursive: true });
    symlinkSync(join(root, 'node_modules/@types/node'), join(types(), 'node'));
    return () => rmSync(types(), { recursive: true });
  });

  it('compiles the types of the package, and checks a program by them', slow, async () => {
    const tsc = join(await tool('typescript', version), 'bin/tsc');
    const right = `
      import { AF_INET, SOCK_STREAM, socket, unwrap } from 'sys-socket';
      import * as promises from 'sys-socket/promises';
      import * as observe from 'sys-socket/observe';
      import * as strace from 'sys-socket/strace';
      import * as learn from 'sys-socket/learn';
      export const parts = [promises, observe, strace, learn];
      export const fd: number = unwrap(socket(AF_INET, SOCK_STREAM, 0));\n`;
    writeFileSync(join(project, 'right.mts'), right);
    writeFileSync(join(project, 'wrong.mts'), "import { socket } from 'sys-socket';\nsocket('AF_INET');\n");
    const check = (file: string) => {
      // No skipLibCheck: the declarations of the package are checked too.
      const args = [tsc, '--noEmit', '--strict', '--module', 'nodenext', '--target', 'es2022', ...options, file];
      return run('node', args, { cwd: project, seconds: 240 });
    };
    expect(await check('right.mts')).toMatchObject({ status: 0, stdout: '' });
    const wrong = await check('wrong.mts');
    expect(wrong.status).toBe(refused);
    expect(wrong.stdout).toMatch(/^wrong\.mts\(2,\d+\): .*\n$/);
  });
});
