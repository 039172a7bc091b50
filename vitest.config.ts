import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

const root = fileURLToPath(new URL('.', import.meta.url));

export default defineConfig({
  resolve: { alias: [{ find: /^sys-socket$/, replacement: `${root}src/index.ts` }] },
  test: {
    include: ['test/**/*.test.ts'],
    typecheck: { enabled: true, include: ['test/**/*.test-d.ts'], tsconfig: 'test/tsconfig.json' },
    // .ci/run adds up the counts of its runs.
    reporters: process.env.COUNTS ? ['default', ['json', { outputFile: process.env.COUNTS }]] : ['default'],
    globalSetup: 'test/support/build.ts',
    testTimeout: 20_000,
    // On two cores vitest would leave one idle, and most tests wait for other programs.
    maxWorkers: Math.max(2, availableParallelism() - 1),
    // CI's machine has two cores and other work: a test that fails for lack of time is tried again, twice.
    retry: process.env.CI ? 2 : 0,
  },
});
