// Every command of docs/command.md is run, and prints what the page shows: but for numbers, the order in which two programs are
// heard of, and what only a busy machine has to say.
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { hang } from '../support/hang.js';
import { root } from '../support/strace.js';
import { plain_env, project } from './kit.js';
import { unaccepted } from './pair.js';

const page = readFileSync(join(root, 'docs/command.md'), 'utf8');
const shown = [...page.matchAll(/```console\n\$ (.*)\n([\s\S]*?)\n```/g)].map(
  ([, command = '', output = '']) => [command, output] as const,
);
const told = [...page.matchAll(/```sh\n([\s\S]*?)\n```/g)].flatMap(([, lines = '']) => lines.split('\n'));

/** As a reader's shell runs it, in a folder where what it writes is thrown away. */
function run(command: string, cwd = root): Promise<{ status: number | null; output: string }> {
  const script = `${command.replace('npx sys-socket', `"${process.execPath}" "${root}/dist/cli.js"`)} 2>&1`;
  return new Promise((resolve, reject) => {
    const child = spawn('sh', ['-c', script], {
      cwd,
      env: plain_env(),
      timeout: hang,
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let output = '';
    child.stdout.setEncoding('utf8').on('data', (text) => (output += text));
    child.on('error', reject).on('close', (status) => resolve({ status, output }));
  });
}

function lasting(output: string): string[] {
  return output
    .trimEnd()
    .split('\n')
    .filter((line) => line !== '' && !line.includes('... waits') && !/^tcp +TIME_WAIT/.test(line)) // of others, on the same port
    .map((line) =>
      line
        .replaceAll(/,? *\b(waited|slow:) [\d.]+ (s|ms|us)/g, '')
        .replaceAll(/\d+(\.\d+)? (s|ms|us)\b/g, 'TIME')
        .replaceAll(/\d+/g, '0')
        .replaceAll(/[0 ]*0\.0/g, '0.0')
        .replaceAll(/ +/g, ' '),
    )
    .sort();
}

describe('docs/command.md', () => {
  it('shows commands', () => expect([shown.length, told.length].every((count) => count > 2)).toBe(true));

  it.each(shown)('shows what this prints: %s', async (command, output) => {
    // The page watches a port where somebody talks, and nobody accepts.
    const here = command.includes(':9000') ? command.replace(':9000', `:${unaccepted().port}`) : command;
    expect(lasting((await run(here)).output)).toEqual(lasting(output));
  });

  it.each(told)('tells of a command that works: %s', async (line) => {
    const absolute = line.replaceAll('out/examples/', `${root}out/examples/`);
    const { status } = await run(absolute, project({}));
    expect(status).toBe(line.includes('echo-client') ? 2 : 0); // the client's own, since nobody listens
  });
});
