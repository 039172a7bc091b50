// `learn check` of the package's own course. By day it judges every starter and solution, and of the short exercises also the other right programs and
// one wrong program for each diagnosis. The nightly test beside it judges all: the right ones three times, and all once more beside busy programs.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { check } from '../../src/learn/check.js';
import { names_of, read_course, read_exercise } from '../../src/learn/course.js';
import { root } from '../support/strace.js';

const course = read_course();

/** Each of their verdicts takes seconds. */
const long = ['15-echo', '19-many', '29-queues', '31-no-copy', '32-proxy', '33-tls'];

/** The programs that are judged by day. Of the wrong ones it is `wrong-name.ts`, and not `wrong-name.variant.ts`. */
const daily = (exercise: string, file: string) =>
  long.includes(exercise) ? /^(starter|solution)\./.test(file) : !/^wrong-[^.]+\.[^.]+\.ts$/.test(file);

const page = (name: string) => readFileSync(join(root, name), 'utf8');

describe('the course', () => {
  it.each(['LEARN.md', 'LEARN.ko.md'])('has its path in %s: section, exercise, lab', async (name) => {
    const rows = page(name).match(/^\| \d+\..*$/gm) ?? [];
    const told = await Promise.all(
      names_of(course).map(async (exercise) => {
        const { section, lab } = await read_exercise(course, exercise);
        return [section, exercise, lab];
      }),
    );
    expect(rows.map((row) => /^\| (\S+) \| \[(.*?)\].*labs\/(\w[\w-]*)/.exec(row)?.slice(1))).toEqual(told);
  });

  it.each(['LEARN.md', 'LEARN.ko.md'])('has an exercise for each to-do and point of the chapter: %s', (name) => {
    const [, after = ''] = page(name).split('(0.10)');
    const [todos = '', points = ''] = after.split('(0.8.2)');
    const asked = (part: string) =>
      (part.match(/^\| .*\[\d\d-.*$/gm) ?? []).map((row) =>
        row.match(/\[\d\d-[\w-]+(?=\])/g)?.map((one) => one.slice(1)),
      );
    expect(asked(todos)).toEqual([['11-decoder'], ['08-who-has-it'], ['12-lines'], ['23-88-ms']]);
    expect(asked(points)).toHaveLength(4);
    const all = [...asked(todos), ...asked(points)].flatMap((row) => row ?? []);
    expect(all.filter((exercise) => !names_of(course).includes(exercise))).toEqual([]);
  });

  it('asks what labs show: each lab that it names is there', async () => {
    for (const name of names_of(course)) {
      const { lab } = await read_exercise(course, name);
      expect(lab === undefined || existsSync(join(root, 'labs', lab)), name).toBe(true);
    }
  });

  it('is what it says: learn check', { timeout: 600_000 }, async () => {
    const judged: string[] = [];
    const problems = await check(course, {
      takes: daily,
      told: ({ exercise, file }) => judged.push(`${exercise}/${file}`),
    });
    expect(problems.map(({ exercise, file, what }) => `${exercise}/${file} ${what}`)).toEqual([]);
    for (const name of names_of(course)) expect(judged).toContain(`${name}/solution.ts`);
  });
});
