// `sys-socket example`: the programs of examples/, for whoever has no clone.
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import ts from 'typescript';
import { describe, expect, it, onTestFinished } from 'vitest';
import { examples, is_program, summary_of, with_its_parts } from '../../src/cli/example/catalogue.js';
import { root } from '../support/strace.js';
import { sys_socket } from './kit.js';

const programs = examples().filter(is_program);
const source = (name: string) => readFileSync(join(root, `examples/${name}.ts`), 'utf8');

function folder(): string {
  const path = mkdtempSync(join(tmpdir(), 'sys-socket-example-'));
  onTestFinished(() => rmSync(path, { recursive: true }));
  return path;
}

describe('sys-socket example', () => {
  it('lists each program with its first sentence, and no module', async () => {
    const { status, stdout } = await sys_socket(['example']);
    expect(status).toBe(0);
    const lines = stdout.trimEnd().split('\n');
    expect(lines.map((line) => line.split(' ')[0])).toEqual(programs.map(({ name }) => name));
    expect(stdout).not.toContain('pcap ');
    expect(stdout).toMatch(/^echo-service +The echo server for real use\.$/m);
  });

  it.each(programs.map((program) => [program.name, summary_of(program)]))('has a sentence for %s', (_, sentence) => {
    expect(sentence).toMatch(/^[A-Z].*\.$/);
  });

  it('prints one as it is', async () => {
    expect(await sys_socket(['example', 'echo-server'])).toMatchObject({ status: 0, stdout: source('echo-server') });
    expect((await sys_socket(['example', 'echo-server.ts'])).stdout).toBe(source('echo-server'));
  });

  it.each(programs)('knows what $name cannot do without', (program) => {
    const imported = ts.preProcessFile(program.source).importedFiles.map(({ fileName }) => fileName);
    const started = program.name === 'demo' ? ['echo-client.ts', 'echo-server.ts'] : [];
    const needed = [...started, ...imported.flatMap((file) => /^\.\/(.*)/.exec(file)?.[1] ?? [])];
    const parts = with_its_parts(program, examples()).map(({ name }) => `${name}.ts`);
    expect(parts).toEqual([`${program.name}.ts`, ...needed]);
  });
});

describe('sys-socket example --copy', () => {
  it('writes it with what it imports, so that an import of each file is there', async () => {
    const cwd = folder();
    const ran = await sys_socket(['example', '--copy', 'capture'], { cwd });
    expect(ran).toMatchObject({ status: 0, stdout: `${cwd}/capture.ts\n${cwd}/pcap.ts\n` });
    for (const name of ['capture', 'pcap']) {
      const text = readFileSync(join(cwd, `${name}.ts`), 'utf8');
      expect(text).toBe(source(name));
      const imported = ts.preProcessFile(text).importedFiles.map(({ fileName }) => fileName);
      expect(imported.filter((file) => file.startsWith('.') && !existsSync(join(cwd, file)))).toEqual([]);
    }
  });

  it('overwrites nothing, and then writes nothing', async () => {
    const cwd = folder();
    writeFileSync(join(cwd, 'pcap.ts'), 'mine');
    const ran = await sys_socket(['example', '--copy', 'capture'], { cwd });
    expect(ran).toMatchObject({ status: 1, stderr: 'sys-socket example: pcap.ts already exists\n' });
    expect(readdirSync(cwd)).toEqual(['pcap.ts']);
    expect(readFileSync(join(cwd, 'pcap.ts'), 'utf8')).toBe('mine');
  });
});

describe('sys-socket example --run', () => {
  it('runs it here, with its arguments and its status', async () => {
    const ran = await sys_socket(['example', '--run', 'echo-client', '--', '--port', '1']);
    expect(ran.status).toBe(2); // the client's own: no connection
    expect(ran.stderr).toMatch(/^echo-client: cannot connect: .*:1: Connection refused\n$/);
  });

  it('runs one that starts others', async () => {
    const ran = await sys_socket(['example', '--run', 'demo'], { cwd: folder() });
    expect(ran.stdout, ran.stderr).toMatch(/^echo: HELLO-WORLD\n[\s\S]*^client:\n {2}socket\(/m);
    expect(ran.status).toBe(0);
  });

  it('traces it as any program, with the lines of its TypeScript', async () => {
    const args = ['example', '--run', 'echo-client', '--', '--port', '1'];
    const { stderr } = await sys_socket(args, { env: { SYS_SOCKET_TRACE: '-k' } });
    expect(stderr).toMatch(/^connect\(.*ECONNREFUSED.*\/\* examples\/echo-client\.ts:\d+:\d+ \*\/$/m);
  });
});

it.each([
  [['nothing'], "no example 'nothing': sys-socket example lists them"],
  [['../README'], "no example '../README'"],
  [['echo-server', '--port'], "unknown option '--port'"],
  [['echo-server', 'x'], "'x': put arguments of the program after --"],
  [['echo-server', '--', '--port', '0'], 'arguments after -- need --run'],
  [['--run'], 'a name is missing'],
  [['--run', 'pcap'], "'pcap' is a module that other examples import"],
  [['--run', '--copy', 'demo'], 'give --copy or --run, not both'],
])('sys-socket example refuses %j with one line and status 2', async (args, why) => {
  const ran = await sys_socket(['example', ...args]);
  expect(ran).toMatchObject({ status: 2, stdout: '' });
  expect(ran.stderr).toMatch(/^sys-socket example: [^\n]*\n$/);
  expect(ran.stderr).toContain(why);
});
