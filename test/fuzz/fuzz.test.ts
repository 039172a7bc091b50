import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const minutes = 60_000;
const program = fileURLToPath(new URL('fuzz.mjs', import.meta.url));

// Each process takes every second function.
describe.concurrent.each(['0', '1'])('whatever is passed to whatever function (half %s)', (half) => {
  // What it prints before each function is the command line that makes the same calls again, so the last line is where it
  // crashed or hung.
  it('leads to no crash, no hang, and no error but TypeError and RangeError', { timeout: 11 * minutes }, async () => {
    const child = spawn(process.execPath, [program], {
      env: { ...process.env, FUZZ_HALF: half },
      stdio: ['ignore', 'inherit', 'pipe'],
      timeout: 10 * minutes,
      killSignal: 'SIGKILL',
    });
    const ended = new Promise<string>((resolve) => {
      child.on('exit', (code, signal) => resolve(signal ?? `exit ${code}`));
    });
    const printed = await text(child.stderr);
    expect(await ended, printed.split('\n').slice(-30).join('\n')).toBe('exit 0');
    expect(printed.match(/^FUZZ_SEED=1 FUZZ_ONLY='native\.\w+'/gm)?.length).toBeGreaterThan(20);
    expect(printed.match(/^FUZZ_SEED=1 FUZZ_ONLY='\w+'/gm)?.length).toBeGreaterThan(50);
  });
});
