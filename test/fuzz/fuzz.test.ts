import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { hang } from '../support/hang.js';
import { alone, no_namespace } from '../support/namespace.js';

const program = fileURLToPath(new URL('fuzz.mjs', import.meta.url));
const calls = process.env.FUZZ_CALLS ?? '10000';

interface Ended {
  /** `exit 0`, or a signal: SIGKILL of what said nothing for as long as it takes to call it hanging. */
  readonly end: string;
  readonly printed: string;
}

/** In a network namespace where one can be made: what it binds and connects to is not another test's. */
const [file = '', ...args] = [...(no_namespace ? [] : alone), process.execPath, program];

/** However long it takes: only a silence ends it. */
function fuzz(half: string): Promise<Ended> {
  const child = spawn(file, args, {
    env: { ...process.env, FUZZ_CALLS: calls, FUZZ_HALF: half },
    stdio: ['ignore', 'inherit', 'pipe'],
  });
  const silence = setTimeout(() => child.kill('SIGKILL'), hang);
  let printed = '';
  child.stderr.setEncoding('utf8').on('data', (part: string) => {
    printed += part;
    silence.refresh();
  });
  return new Promise((resolve, reject) => {
    child.on('error', reject).on('close', (code, signal) => {
      clearTimeout(silence);
      resolve({ end: signal ?? `exit ${code}`, printed });
    });
  });
}

// Each process takes every second function.
describe.concurrent.each(['0', '1'])(`whatever is passed to whatever function, ${calls} times (half %s)`, (half) => {
  // What it prints before each function is the command line that makes the same calls again, so the last line is where it
  // crashed or hung.
  it('leads to no crash, no hang, and no error but TypeError and RangeError', { timeout: 0 }, async () => {
    const { end, printed } = await fuzz(half);
    expect(end, printed.split('\n').slice(-30).join('\n')).toBe('exit 0');
    expect(printed.match(/^FUZZ_SEED=1 FUZZ_ONLY='native\.\w+'/gm)?.length).toBeGreaterThan(20);
    expect(printed.match(/^FUZZ_SEED=1 FUZZ_ONLY='\w+'/gm)?.length).toBeGreaterThan(50);
  });
});
