// `toPassExercise`: what `sys-socket learn` would say of a file, as an assertion.
import { join } from 'node:path';
import 'sys-socket/vitest';
import { describe, expect, it } from 'vitest';
import { root } from '../support/strace.js';

const file = (name: string) => join(root, 'exercises', name);

describe('toPassExercise', { timeout: 60_000 }, () => {
  it('holds for a solution', async () => {
    await expect(file('01-fd/solution.ts')).toPassExercise('01-fd');
    await expect(file('01-fd/wrong-leaks-a-descriptor.ts')).not.toPassExercise('fd');
  });

  it('fails by what the learner would see: the diagnosis, the calls, where to read', async () => {
    const failed = expect(file('01-fd/wrong-leaks-a-descriptor.ts')).toPassExercise('1');
    await expect(failed).rejects.toThrow(/✗ 01-fd {2}leaks-a-descriptor\n[\s\S]*socketpair\([\s\S]*close\(2\)/);
  });

  it('is misused with what is no file, or no exercise', async () => {
    await expect(expect(7).toPassExercise('01-fd')).rejects.toThrow(
      /^toPassExercise: file must be a string, got number$/,
    );
    await expect(expect('x.ts').toPassExercise('no-such')).rejects.toThrow(
      /^toPassExercise: exercise must be an exercise of sys-socket, got 'no-such'$/,
    );
    await expect(expect('x.ts').toPassExercise('1', '/nowhere')).rejects.toThrow(
      /^toPassExercise: course must be a valid course: \/nowhere: no folder with a course\.json/,
    );
  });

  it('is typed: the exercise is text', () => {
    // @ts-expect-error a number is no name
    const misuse = () => expect('x.ts').toPassExercise(5);
    expect(misuse).toBeTypeOf('function');
  });
});
