// Memory that is read before it is written, in a system call or in the binary, and what is lost of it: what no sanitizer looks for.
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { lacking, run } from './package/kit.js';
import { root } from './support/strace.js';

const no_valgrind = lacking('valgrind');
// A run without it looks the same but for a count, and SECURITY.md says that each night has it.
if (no_valgrind) console.warn('valgrind is not here, so nothing was read by it: apt-get install valgrind');

// Without suppressions: none is needed for V8, whose code valgrind reads again each time that it is written.
it.skipIf(no_valgrind)(
  `valgrind finds nothing in an echo pair and a call of each kind${no_valgrind}`,
  { timeout: 0 },
  async () => {
    const { status, stdout, stderr } = await run(
      'valgrind',
      [
        ...['--smc-check=all-non-file', '--leak-check=full', '--errors-for-leak-kinds=definite', '--error-exitcode=9'],
        ...[process.execPath, join(root, 'test/valgrind/echo.mjs')],
      ],
      { seconds: 1800 },
    );
    expect({ status, stdout }, stderr.slice(-8000)).toEqual({
      status: 0,
      stdout: 'hello\nHELLO\n1\n2\n2\n1\ntrue\n',
    });
    expect(stderr).toMatch(/ERROR SUMMARY: 0 errors/);
  },
);
