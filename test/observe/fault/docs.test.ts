// Every command of docs/faults.md is run, and prints what stands there: descriptors, addresses and times aside.
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { parse_rule } from '../../../src/observe/fault/rule.js';
import { hang } from '../../support/hang.js';
import { no_strace, root } from '../../support/strace.js';

const text = readFileSync(join(root, 'docs/faults.md'), 'utf8');
const blocks = (kind: string) =>
  [...text.matchAll(new RegExp(`^\`\`\`${kind}\n(.*?)^\`\`\`$`, 'gms'))].map(([, body]) => body ?? '');

/** Commands, and what they print. */
const commands = blocks('console').flatMap((block) =>
  block
    .split(/^\$ /m)
    .slice(1)
    .map((command) => [command.split('\n')[0] ?? '', command.slice(command.indexOf('\n') + 1)] as const),
);

const same = (printed: string) =>
  printed
    .replaceAll(/^(\w+)\(\d+,/gm, '$1(FD,')
    .replaceAll(/0x(\.\.\.|[\da-f]+)/g, 'POINTER')
    .replaceAll(/<0\.\d+>/g, '<TIME>');

it('has all its commands in blocks that say what they print', () => {
  expect(commands.length).toBeGreaterThan(6);
  expect(text.split('```').length).toBe(2 * (blocks('console').length + blocks('js').length + blocks('ts').length) + 1);
});

const [of_strace, others] = [true, false].map((wanted) =>
  commands.filter(([name]) => name.startsWith('strace ') === wanted),
);
const reason = no_strace === undefined ? '' : ` (skipped: ${no_strace})`;

function expect_prints(command: string, prints: string): void {
  const folder = mkdtempSync(join(tmpdir(), 'sys-socket-docs-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  mkdirSync(join(folder, 'node_modules'));
  symlinkSync(root, join(folder, 'node_modules/sys-socket'));
  // On a busy machine 100 ms are too little for a receive that has all it needs.
  const talk = (blocks('js')[0] ?? '').replace('deadline: 100', 'deadline: 2000');
  writeFileSync(join(folder, 'talk.mjs'), talk);
  const { stdout } = spawnSync('sh', ['-c', `exec 2>&1; ${command}`], {
    cwd: folder,
    encoding: 'utf8',
    timeout: hang,
  });
  expect(same(stdout)).toBe(same(prints));
}

describe('docs/faults.md', () => {
  it.each(others ?? [])('$ %s', expect_prints);

  describe.skipIf(no_strace)(`and strace${reason}`, () => {
    it.each(of_strace ?? [])('$ %s', expect_prints);
  });

  const refused = [...text.matchAll(/^\| `(.*)` \| (.*) \|$/gm)].map(([, rule = '', why = '']) => [rule, why] as const);
  const table = refused.slice(refused.findIndex(([rule]) => rule === 'recv:error=EINTR')).slice(0, 10);
  it.each(table)('refuses %s', (rule, why) => {
    expect(() => parse_rule(rule)).toThrow(`inject: ${rule}: ${why.replace(/\.\.\.$/, '')}`);
  });
});
