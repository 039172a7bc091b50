/**
 * `import 'sys-socket/vitest'` in a test, or in a setup file, adds the assertions of {@link StraceMatchers} and {@link FindingMatchers} to
 * Vitest's `expect`, with their types. It exports nothing; docs/strace-library.md and docs/check.md show it at work.
 *
 * @module
 */
import { expect } from 'vitest';
import { matchers, type StraceMatchers } from '../strace/index.js';
import { type FindingMatchers, finding_matchers } from './findings.js';

declare module 'vitest' {
  // biome-ignore lint/suspicious/noExplicitAny: the parameter must be spelled as Vitest's own
  interface Matchers<T = any> extends StraceMatchers<T>, FindingMatchers<T> {}
}

expect.extend(matchers);
expect.extend(finding_matchers);
