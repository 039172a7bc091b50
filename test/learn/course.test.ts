// `learn check` of the package's own course: every starter, every right solution, every wrong one, all words.
import { describe, expect, it } from 'vitest';
import { check } from '#learn/check.js';
import { names_of, read_course } from '#learn/course.js';

const course = read_course();

describe('the course', () => {
  it('is what it says: learn check', { timeout: 600_000 }, async () => {
    const judged: string[] = [];
    const problems = await check(course, { told: ({ exercise, file }) => judged.push(`${exercise}/${file}`) });
    expect(problems.map(({ exercise, file, what }) => `${exercise}/${file} ${what}`)).toEqual([]);
    for (const name of names_of(course)) expect(judged).toContain(`${name}/solution.ts`);
  });
});
