// Solutions with one thing left out, swapped or ignored: a judge that passes one which behaves differently lets a learner go on with it.
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism, loadavg } from 'node:os';
import { join } from 'node:path';
import ts from 'typescript';
import { afterAll, describe, expect, it } from 'vitest';
import { file_of, job, names_of, read_course } from '../../src/learn/course.js';
import { judge } from '../../src/learn/judge.js';
import { root } from '../support/strace.js';
import { mutants_of } from './mutants.js';
import { equivalent, let_through } from './survivors.js';

const course = read_course();
mkdirSync(join(root, 'out'), { recursive: true });
/** Within the package, which is then found by its name. */
const folder = mkdtempSync(join(root, 'out/mutants-'));
afterAll(() => rmSync(folder, { recursive: true }));

const compilerOptions = { target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.ESNext };

/** 10 s, where the judge has a processor for itself. */
const longest = () => 10_000 * Math.max(1, (loadavg()[0] ?? 0) / availableParallelism());

/** Judges programs as files of an exercise: which pass, and which of them took too long. */
async function judged(exercise: string, sources: readonly string[]) {
  mkdirSync(join(folder, exercise));
  const jobs = sources.map((source, i) => {
    const file = join(folder, exercise, `${i}.js`);
    writeFileSync(file, ts.transpileModule(source, { compilerOptions }).outputText);
    return job(course, exercise, file);
  });
  const slow: number[] = [];
  let began = performance.now();
  const told = (which: number) => {
    if (performance.now() - began > longest()) slow.push(which);
    began = performance.now();
  };
  const verdicts = await judge(jobs, told, { together: true });
  return { passes: verdicts.map(({ passed }) => passed), slow };
}

describe('of the mutants of a solution', () => {
  const all = { mutants: 0, equivalent: 0, passed: 0 };

  it.each(names_of(course))('of %s, those pass that are known to', { timeout: 0 }, async (exercise) => {
    const solution = readFileSync(file_of(course, exercise, 'solution.ts'), 'utf8');
    const mutants = mutants_of(solution);
    const { passes, slow } = await judged(exercise, [solution, ...mutants.map(({ source }) => source)]);
    expect(passes.shift(), 'the solution itself').toBe(true);
    const survivors = mutants.filter((_, i) => passes[i]).map(({ what }) => what);
    const same = Object.keys(equivalent[exercise] ?? {});
    const known = [...same, ...Object.keys(let_through[exercise] ?? {})];
    expect(
      survivors.filter((what) => !known.includes(what)),
      'new ones: the judge is to catch them, or survivors.ts to say why not',
    ).toEqual([]);
    expect(
      known.filter((what) => !survivors.includes(what)),
      'in survivors.ts, and caught by now',
    ).toEqual([]);
    expect(
      slow.map((which) => mutants[which - 1]?.what ?? 'the solution'),
      'more than 10 s',
    ).toEqual([]);
    all.mutants += mutants.length;
    all.equivalent += same.length;
    all.passed += survivors.length;
  });

  it('at least 95 % are caught of those that behave differently', () => {
    const different = all.mutants - all.equivalent;
    expect(different).toBeGreaterThan(300);
    expect((all.mutants - all.passed) / different).toBeGreaterThanOrEqual(0.95);
  });
});
