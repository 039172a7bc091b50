/**
 * `import 'sys-socket/vitest'` in a test, or in a setup file, adds the assertions of {@link StraceMatchers}, {@link FindingMatchers} and
 * {@link ExerciseMatchers} to Vitest's `expect`, with their types. It exports nothing. docs/strace-library.md, docs/check.md and
 * docs/exercises.md show how to use it.
 *
 * @module
 */
import { expect } from 'vitest';
import { matchers, type StraceMatchers } from '../strace/index.js';
import { type ExerciseMatchers, exercise_matchers } from './exercise.js';
import { type FindingMatchers, finding_matchers } from './findings.js';

declare module 'vitest' {
  // biome-ignore lint/suspicious/noExplicitAny: the parameter must be spelled as Vitest's own
  interface Matchers<T = any> extends StraceMatchers<T>, FindingMatchers<T>, ExerciseMatchers {}
}

expect.extend(matchers);
expect.extend(finding_matchers);
expect.extend(exercise_matchers);
