import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { check } from '../../learn/check.js';
import { find, names_of, read_course } from '../../learn/course.js';
import { fresh_course, fresh_exercise } from '../../learn/fresh.js';
import { say } from '../../learn/language.js';
import { number_of } from '../arguments.js';
import { Failure, Misuse } from '../command.js';
import type { Settings } from './session.js';

/** `learn check`. @returns the exit status */
export async function check_command(place: string | undefined, { times, only }: Settings): Promise<number> {
  const course = read_course(place ?? (existsSync('course.json') ? '.' : undefined));
  const names = only?.map((word) => find(course, word) ?? missing(word));
  let count = 0;
  const problems = await check(course, {
    ...(names === undefined ? {} : { names }),
    times: times === undefined ? 1 : times_of(times),
    told: ({ exercise, file, wanted, verdict }) => {
      count += 1;
      const came = verdict.passed ? 'pass' : verdict.diagnosis;
      process.stdout.write(`${came === wanted ? '✓' : '✗'} ${exercise}/${file}: ${came}\n`);
    },
  });
  for (const { exercise, file, what } of problems) process.stdout.write(`\n${exercise}/${file} ${what}\n`);
  const told = problems.length === 0 ? 'no problems' : `${problems.length} problems`;
  process.stdout.write(`\n${(names ?? names_of(course)).length} exercises, ${count} files judged: ${told}\n`);
  return problems.length === 0 ? 0 : 1;
}

function missing(word: string): never {
  throw new Misuse(say(`${word}: no such exercise`, `${word}: 그런 과제가 없다`));
}

function times_of(text: string): number {
  const complaint = say(
    `--times needs a whole number of at least 1, got '${text}'`,
    `--times에는 1 이상의 정수가 필요하다. 받은 것: '${text}'`,
  );
  return number_of('--times', text, { least: 1, integer: true, complaint });
}

/** `learn new`. @returns the exit status */
export function new_command(name: string | undefined, { course = '.' }: Settings): number {
  if (name === undefined || !/^\d+-[a-z][a-z\d-]*$/.test(name))
    throw new Misuse(
      say(
        `new needs a name like 07-three-ends, got '${name ?? ''}'`,
        `new에는 07-three-ends 같은 이름이 필요하다. 받은 것: '${name ?? ''}'`,
      ),
    );
  const folder = join(course, name);
  if (existsSync(folder)) throw new Failure(say(`${folder} already exists`, `${folder}: 이미 있다`));
  const list = join(course, 'course.json');
  if (!existsSync(list)) writeFileSync(list, fresh_course);
  const described = JSON.parse(readFileSync(list, 'utf8'));
  described.chapters.at(-1).exercises.push(name);
  writeFileSync(list, `${JSON.stringify(described, null, 2)}\n`);
  mkdirSync(folder);
  for (const [file, content] of Object.entries(fresh_exercise)) writeFileSync(join(folder, file), content);
  process.stdout.write(
    `${folder}: ${Object.keys(fresh_exercise).join(', ')}\nnpx sys-socket learn check ${course} --only ${name}\n`,
  );
  return 0;
}
