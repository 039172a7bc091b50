/**
 * `import 'sys-socket/vitest'` in a test, or in a setup file, adds the assertions of {@link StraceMatchers} to Vitest's `expect`,
 * with their types. It exports nothing; docs/strace-library.md shows it at work.
 *
 * @module
 */
import { expect } from 'vitest';
import { matchers, type StraceMatchers } from '../strace/index.js';

declare module 'vitest' {
  // biome-ignore lint/suspicious/noExplicitAny: the parameter must be spelled as Vitest's own
  interface Matchers<T = any> extends StraceMatchers<T> {}
}

expect.extend(matchers);
