// What looks at bytes in binding/, under a fuzzer that sees which branches it takes.
import { describe, expect, it } from 'vitest';
import { lacking, run } from '../package/kit.js';
import { hang } from '../support/hang.js';

const seconds = Number(process.env.FUZZ_SECONDS ?? 60);
const no_fuzzer = lacking('clang++', 'cmake');

describe(`libFuzzer, for ${seconds} seconds`, () => {
  it.skipIf(no_fuzzer)(
    `finds no overrun, no control message that names memory, and no copy that another thread can rewrite${no_fuzzer}`,
    { timeout: 0 },
    async () => {
      const { status, stderr, stdout } = await run('scripts/fuzz-native.sh', [], {
        seconds: seconds + 3 * (hang / 1000),
      });
      expect(status, `${stdout.slice(-2000)}${stderr.slice(-8000)}`).toBe(0);
      // It got into the calls, and did not end at their checks.
      const [, covered = 0] = /DONE\s+cov: (\d+)/.exec(stderr) ?? [];
      expect(Number(covered)).toBeGreaterThan(1000);
    },
  );
});
