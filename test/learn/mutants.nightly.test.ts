// Solutions with one thing left out, swapped or ignored: a judge that passes one which behaves differently lets a learner go on with it.
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { afterAll, describe, expect, it } from 'vitest';
import { file_of, job, names_of, read_course } from '../../src/learn/course.js';
import { judge } from '../../src/learn/judge.js';
import { root } from '../support/strace.js';
import { type Mutant, mutants_of } from './mutants.js';

const course = read_course();
mkdirSync(join(root, 'out'), { recursive: true });
/** Within the package, which is then found by its name. */
const folder = mkdtempSync(join(root, 'out/mutants-'));
afterAll(() => rmSync(folder, { recursive: true }));

const compilerOptions = { target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.ESNext };

function write(exercise: string, mutants: readonly Mutant[]): string[] {
  mkdirSync(join(folder, exercise));
  return mutants.map(({ source }, i) => {
    const file = join(folder, exercise, `${i}.js`);
    writeFileSync(file, ts.transpileModule(source, { compilerOptions }).outputText);
    return file;
  });
}

describe('of the mutants of a solution', () => {
  it.each(names_of(course))('those of %s that behave differently do not pass', { timeout: 0 }, async (exercise) => {
    const mutants = mutants_of(readFileSync(file_of(course, exercise, 'solution.ts'), 'utf8'));
    const jobs = write(exercise, mutants).map((file) => job(course, exercise, file));
    const verdicts = await judge(jobs, () => {}, { together: true });
    const passed = mutants.filter((_, i) => verdicts[i]?.passed).map(({ what }) => what);
    console.log(`${exercise}: ${mutants.length} mutants, passed ${passed.length}\n  ${passed.join('\n  ')}`);
    expect(verdicts).toHaveLength(mutants.length);
  });
});
