import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { configDefaults, defineConfig, type TestProjectInlineConfiguration } from 'vitest/config';
import { hang } from './test/support/hang.js';
import { LongestFirst } from './test/support/longest-first.js';
import { reporter } from './test/support/report.js';

const root = fileURLToPath(new URL('.', import.meta.url));

/** Calls of our own, and small programs: one process runs them, a file after another. Not those that start whole programs. */
const fast = [
  'test/!(completion|docs|observe-page|worker).test.ts',
  'test/{codec,interface,netlink,options,promises,sockaddr,stream,structs,sys}/**/*.test.ts',
];
/** The laboratory, without what measures time. */
const labs = ['test/labs/**/*.test.ts'];
/** Calls by the million, and the tarball in other projects. */
const slow = ['test/{fuzz,package}/**/*.test.ts'];
/** What is run before an issue is called resolved: scripts/test-nightly.sh. */
const nightly = ['test/**/*.nightly.test.ts'];
/** What measures time, and so runs alone. */
const timed = ['test/**/*.timed.test.ts'];

type Options = NonNullable<TestProjectInlineConfiguration['test']>;

const group = (
  name: string,
  include: string[],
  options: Options,
  but: string[] = [],
): TestProjectInlineConfiguration => ({
  resolve: {
    alias: [
      { find: /^sys-socket$/, replacement: `${root}src/index.ts` },
      { find: /^sys-socket\/promises$/, replacement: `${root}src/promises/index.ts` },
    ],
  },
  test: {
    name,
    include,
    exclude: [...configDefaults.exclude, ...but],
    testTimeout: 2 * hang,
    hookTimeout: 2 * hang,
    setupFiles: process.env.SYS_SOCKET_COVERAGE === undefined ? [] : ['test/support/coverage.ts'],
    ...options,
  },
});

export default defineConfig({
  test: {
    // npm run test:fast is the first group, npm run test:slow slow and timed, npm run test:nightly the others too, npm test the rest. An ordinary new file needs no line
    // here.
    projects: [
      group('fast', fast, { isolate: false }, [...timed, ...nightly]),
      group('programs', ['test/**/*.test.ts'], {}, [...fast, ...labs, ...slow, ...timed, ...nightly]),
      group('labs', labs, {}, [...timed, ...nightly]),
      group('types', [], {
        typecheck: { enabled: true, only: true, include: ['test/**/*.test-d.ts'], tsconfig: 'test/tsconfig.json' },
      }),
      group('slow', slow, {}, nightly),
      group('nightly', nightly, {}),
      group('timed', timed, { maxWorkers: 1, sequence: { groupOrder: 1 } }),
    ],
    globalSetup: 'test/support/build.ts',
    reporters: ['default', reporter],
    sequence: { sequencer: LongestFirst },
    // On two cores vitest would leave one idle, and most tests wait for other programs.
    maxWorkers: Math.max(2, availableParallelism() - 1),
  },
});
