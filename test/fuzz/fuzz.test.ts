import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const minutes = 60_000;
const program = fileURLToPath(new URL('fuzz.mjs', import.meta.url));

describe('whatever is passed to whatever function', () => {
  // What it prints before each function is the command line that makes the same calls again, so the last line is where it
  // crashed or hung.
  it('leads to no crash, no hang, and no error but TypeError and RangeError', {
    retry: 0,
    timeout: 11 * minutes,
  }, async () => {
    const child = spawn(process.execPath, [program], {
      stdio: ['ignore', 'inherit', 'pipe'],
      timeout: 10 * minutes,
      killSignal: 'SIGKILL',
    });
    const ended = new Promise<string>((resolve) => {
      child.on('exit', (code, signal) => resolve(signal ?? `exit ${code}`));
    });
    const printed = await text(child.stderr);
    expect(await ended, printed.split('\n').slice(-30).join('\n')).toBe('exit 0');
    expect(printed).toMatch(/FUZZ_ONLY='native\.send'/);
    expect(printed).toMatch(/FUZZ_ONLY='send'/);
  });
});
