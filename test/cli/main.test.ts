import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { describe, expect, it } from 'vitest';
import { commands } from '../../src/cli/commands.js';
import { root } from '../support/strace.js';
import { client, command, plain_env, sys_socket } from './kit.js';

const { version, bin } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));

describe('the command', () => {
  it('ends quietly when nobody reads what Node writes for it', async () => {
    const child = spawn(process.execPath, [command, 'help'], { stdio: ['ignore', 'pipe', 'pipe'], env: plain_env() });
    child.stdout.destroy(); // long before the command is loaded
    const [[status, signal], said] = await Promise.all([once(child, 'exit'), text(child.stderr)]);
    expect({ status, signal, said }).toEqual({ status: 128 + 13, signal: null, said: '' });
  });

  it('says its version', async () => {
    expect(bin).toEqual({ 'sys-socket': './dist/cli.js' });
    for (const flag of ['--version', '-V']) {
      expect(await sys_socket([flag])).toMatchObject({ status: 0, stdout: `sys-socket ${version}\n`, stderr: '' });
    }
  });

  it.each(['--help', '-h', 'help'])('lists its commands: %s', async (word) => {
    const { status, stdout, stderr } = await sys_socket([word]);
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    for (const [name, { summary }] of Object.entries(commands)) {
      expect(stdout).toContain(`  ${name}`);
      expect(stdout).toContain(summary);
    }
  });

  it.each(Object.keys(commands))('helps with %s', async (name) => {
    const long = await sys_socket([name, '--help']);
    expect(long).toMatchObject({ status: 0, stderr: '' });
    expect(long.stdout).toMatch(new RegExp(`^usage: sys-socket ${name} `));
    expect(long.stdout.split('\n').filter((line) => line.length > 130)).toEqual([]);
    expect((await sys_socket(['help', name])).stdout).toBe(long.stdout);
    expect((await sys_socket([name, '-h'])).stdout).toBe(long.stdout);
  });

  const wrong: ReadonlyArray<readonly [args: string[], says: RegExp]> = [
    [[], /a command is missing: trace/],
    [['frobnicate'], /unknown command 'frobnicate'/],
    [['toString'], /^sys-socket: unknown command 'toString' \(see sys-socket --help\)$/m],
    [['help', 'frobnicate'], /unknown command 'frobnicate'/],
    [['--frobnicate'], /unknown option '--frobnicate'/],
    [['trace'], /a program is missing/],
    [['trace', '--frobnicate', client], /^sys-socket trace: unknown option '--frobnicate'/],
    [['trace', '-x', client], /unknown option '-x'/],
    [['trace', client, '--format'], /'--format' needs a value/],
    [['watch', '--csv=yes', '1'], /option '--csv' takes no value/],
    [['trace', client, 'HELLO'], /'HELLO': put arguments of the program after --/],
    [['trace', 'node', client], /leave out 'node': name the program itself/],
    [['trace', 'node'], /leave out 'node'/],
    [['trace', '--format=pdf', client], /--format must be text, json, perfetto, mermaid, html, got 'pdf'/],
    [['trace', '--color=maybe', client], /--color must be auto, always or never, got 'maybe'/],
    [['trace', '--slow=soon', client], /--slow needs a number, got 'soon'/],
    [['trace', '--strings=1.5', client], /--strings needs a whole number, got '1.5'/],
    [['trace', '--filter=send', client], /invalid system call 'send': the kernel's name for it is sendto/],
    [['trace', '--fault=recv:short=1', client], /--fault: .*invalid system call 'recv'/],
    [['trace', "--with=a 'b", client], /unclosed ' in: a 'b/],
    [['trace', '--with= ', client], /--with needs a program/],
  ];

  it.each(wrong)('refuses %j with one line and status 2', async (args, says) => {
    const { status, stdout, stderr } = await sys_socket(args);
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(stderr).toMatch(says);
    expect(stderr).toMatch(/^sys-socket[^\n]*\n$/);
  });

  const impossible: ReadonlyArray<readonly [args: string[], says: RegExp]> = [
    [['trace', 'no/such/file.js'], /no\/such\/file\.js: no such file/],
    [['trace', 'src'], /src: not a file/],
    [['trace', client, '--with', 'no/such/file.js'], /no such file/],
    [['trace', '-o', '/no/such/folder/file', client], /ENOENT/],
  ];

  it.each(impossible)('fails at %j with one line and status 1', async (args, says) => {
    const { status, stdout, stderr } = await sys_socket(args);
    expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
    expect(stderr).toMatch(says);
    expect(stderr).toMatch(/^sys-socket[^\n]*\n$/);
  });
});
