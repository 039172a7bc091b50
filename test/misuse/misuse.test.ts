import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { alone, no_namespace } from '../support/namespace.js';

/** In a network namespace where one can be made: what it binds and connects to is not another test's. */
function printed_by(program: string): Promise<{ readonly code: number | null; readonly lines: string }> {
  const [file = '', ...args] = [
    ...(no_namespace ? [] : alone),
    process.execPath,
    fileURLToPath(new URL(program, import.meta.url)),
  ];
  const child = spawn(file, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  let lines = '';
  child.stdout.setEncoding('utf8').on('data', (part: string) => {
    lines += part;
  });
  return new Promise((resolve, reject) => {
    child.on('error', reject).on('close', (code) => resolve({ code, lines }));
  });
}

describe('each parameter of each exported function, given what it cannot mean while the others are right', () => {
  it.each([
    ['sys-socket', 'misuse.mjs'],
    ['its promises, observe, strace and learn', 'entries.mjs'],
  ])('is refused by a TypeError or RangeError that names it, or is a value that is taken: %s', async (_, program) => {
    const { code, lines } = await printed_by(program);
    expect(lines).toBe('');
    expect(code).toBe(0);
  });
});

describe('setters and values that somebody has put on Object.prototype and Array.prototype', () => {
  it.skipIf(no_namespace)(
    'change no call that decodes into arrays or objects, and leave no descriptor behind',
    async () => {
      const { code, lines } = await printed_by('setters.mjs');
      expect(lines).toMatch(/^\d+ calls, 0 faults\n$/);
      expect(code).toBe(0);
    },
  );

  it('change no call of the promises, whose options and structs have these names', async () => {
    const { code, lines } = await printed_by('options.mjs');
    expect(lines).toMatch(/^\d+ calls, 0 faults\n$/);
    expect(code).toBe(0);
  });
});
