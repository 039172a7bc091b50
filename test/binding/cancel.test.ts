import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hang } from '../support/hang.js';
import { no_strace, root } from '../support/strace.js';

// The compiler and the debugger are not what a sanitized run examines.
const options = { encoding: 'utf8', env: { ...process.env, LD_PRELOAD: undefined }, timeout: hang } as const;

let folder: string;
let program: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'sys-socket-cancel-'));
  program = join(folder, 'cancel');
  const sources = ['test/binding/cancel.cc', 'binding/cancel.cc'].map((file) => join(root, file));
  execFileSync('g++', ['-std=c++20', '-D_GNU_SOURCE', '-O2', '-Wall', '-o', program, ...sources, '-lpthread'], options);
});
afterAll(() => rmSync(folder, { recursive: true }));

describe('a thread that is asked to leave a call that may block', () => {
  const traced = it.skipIf(no_strace !== undefined);
  const reason = no_strace === undefined ? '' : ` (skipped: ${no_strace})`;

  // From the store that says that it is in a call to the kernel are some forty instructions.
  traced(`returns EINTR, whichever instruction the signal finds it at${reason}`, () => {
    const [count, words] = execFileSync(program, ['step'], options).split(/ (.*)/);
    expect(words).toBe('instructions');
    expect(Number(count)).toBeGreaterThan(10);
  });

  traced(`does so too when another handler with SA_RESTART is on the stack${reason}`, () => {
    expect(execFileSync(program, ['nested'], options)).toMatch(/^\d+ instructions$/m);
  });

  it('returns EINTR once for each request, at whatever moment it comes', () => {
    expect(execFileSync(program, ['race', '10000'], options)).toBe('10000 of 10000\n');
  });
});
