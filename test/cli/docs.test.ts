// Every command of docs/command.md is run, and prints what the page shows: but for numbers, the order in which two programs are
// heard of, and what only a busy machine has to say.
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { hang } from '../support/hang.js';
import { alone, no_namespace } from '../support/namespace.js';
import { no_strace, root } from '../support/strace.js';
import { plain_env, project, unaccepted } from './kit.js';

const page = readFileSync(join(root, 'docs/command.md'), 'utf8');
const shown = [...page.matchAll(/```console\n\$ (.*)\n([\s\S]*?)\n```/g)].map(
  ([, command = '', output = '']) => [command, output] as const,
);
const told = [...page.matchAll(/```sh\n([\s\S]*?)\n```/g)].flatMap(([, lines = '']) => lines.split('\n'));

const skipped = no_namespace === undefined ? '' : ` (skipped: ${no_namespace})`;

/** As a reader's shell runs it, in a folder where what it writes is thrown away. */
function run(
  command: string,
  within: readonly string[],
  cwd = root,
): Promise<{ status: number | null; output: string }> {
  const script = `${command.replace('npx sys-socket', `"${process.execPath}" "${root}/dist/cli.js"`)} 2>&1`;
  const [program = 'sh', ...rest] = [...within, 'sh', '-c', script];
  return new Promise((resolve, reject) => {
    const child = spawn(program, rest, {
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
    .filter((line) => line !== '' && !line.includes('... waits'))
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

  // Only there is port 9000 the page's own.
  it.skipIf(no_namespace).each(shown)(`shows what this prints: %s${skipped}`, async (command, output) => {
    expect(lasting((await run(command, unaccepted)).output)).toEqual(lasting(output));
  });

  const by_strace = told.filter((line) => no_strace && line.startsWith('npx sys-socket strace'));
  it.skip.each(by_strace)(`tells of a command that works: %s (skipped: ${no_strace})`, () => {});

  const possible = told.filter((line) => !by_strace.includes(line));
  it.skipIf(no_namespace).each(possible)(`tells of a command that works: %s${skipped}`, async (line) => {
    const absolute = line.replaceAll('out/examples/', `${root}out/examples/`);
    const { status } = await run(absolute, alone, project({}));
    expect(status).toBe(line.includes('echo-client') ? 2 : 0); // the client's own, since nobody listens
  });
});
