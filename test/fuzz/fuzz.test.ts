import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { no_namespace } from '../support/namespace.js';

const program = fileURLToPath(new URL('fuzz.mjs', import.meta.url));
const calls = process.env.FUZZ_CALLS ?? '3000';
const rounds = process.env.FUZZ_TERMINATE ?? '20';

interface Ended {
  readonly code: number | null;
  readonly printed: string;
}

/** However long it takes: it ends itself after a silence, and is in a network namespace where one can be made. */
function fuzz(how: Readonly<Record<string, string>>): Promise<Ended> {
  const { FUZZ_TERMINATE, ...env } = process.env;
  const child = spawn(process.execPath, [program], {
    env: { ...env, ...how },
    stdio: ['ignore', 'inherit', 'pipe'],
  });
  let printed = '';
  child.stderr.setEncoding('utf8').on('data', (part: string) => {
    printed += part;
  });
  return new Promise((resolve, reject) => {
    child.on('error', reject).on('close', (code) => resolve({ code, printed }));
  });
}

const last_lines = (printed: string) => printed.split('\n').slice(-30).join('\n');

// Each process takes every second function.
describe.concurrent.each(['0', '1'])(`whatever is passed to whatever function, ${calls} times (half %s)`, (half) => {
  // What it prints before each function is the command line that makes the same calls again, so the last line is where it
  // crashed or hung.
  it('leads to no crash, no hang, and no error but TypeError and RangeError', { timeout: 0 }, async () => {
    const { code, printed } = await fuzz({ FUZZ_CALLS: calls, FUZZ_HALF: half });
    expect(code, last_lines(printed)).toBe(0);
    expect(printed.match(/^FUZZ_SEED=\d+ FUZZ_ONLY='native\.\w+'/gm)?.length).toBeGreaterThan(20);
    expect(printed.match(/^FUZZ_SEED=\d+ FUZZ_ONLY='\w+'/gm)?.length).toBeGreaterThan(50);
    for (const entry of ['promises', 'strace', 'learn']) {
      expect(printed.match(new RegExp(`^FUZZ_SEED=\\d+ FUZZ_ONLY='(new )?${entry}\\.`, 'gm'))?.length).toBeGreaterThan(
        5,
      );
    }
    const [, rewritten = 0] = /^\d+ calls of \d+ functions with seed \d+, (\d+) words rewritten/m.exec(printed) ?? [];
    if (no_namespace === undefined && Number(calls) > 500) expect(Number(rewritten)).toBeGreaterThan(0);
  });
});

describe(`a thread that makes such calls, terminated ${rounds} times`, () => {
  it('leaves the process working, wherever it was', { timeout: 0 }, async () => {
    const { code, printed } = await fuzz({ FUZZ_TERMINATE: rounds });
    expect(code, last_lines(printed)).toBe(0);
    expect(printed).toMatch(new RegExp(`^${rounds} rounds, [1-9]\\d* calls`, 'm'));
  });
});
