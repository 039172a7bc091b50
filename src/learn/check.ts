import { existsSync, readdirSync } from 'node:fs';
import { type Course, file_of, job, names_of, read_exercise, runnable } from './course.js';
import { judge, type Limits } from './judge.js';
import { verdict_lines } from './screen.js';
import { read_text, type Text } from './text.js';
import { usual_diagnoses } from './usual.js';
import type { Verdict } from './verdict.js';

/** A problem of a course. */
export interface Problem {
  readonly exercise: string;
  /** `wrong-trusts-one-call.ts` */
  readonly file: string;
  readonly what: string;
}

/** A judged file, and the verdict that was expected. */
export interface Checked {
  readonly exercise: string;
  readonly file: string;
  /** `pass`, or the diagnosis. */
  readonly wanted: string;
  readonly verdict: Verdict;
}

export interface CheckOptions {
  /** The exercises to check; default: all. */
  readonly names?: readonly string[];
  /** The number of times that each right solution is judged; default 1. */
  readonly times?: number;
  readonly limits?: Partial<Limits>;
  /** Selects the files to judge; default: all. */
  takes?(exercise: string, file: string): boolean;
  told?(checked: Checked): void;
}

/**
 * Checks that a course is consistent: the starter is `todo`, each right solution passes, each wrong one fails with the diagnosis in its name,
 * every diagnosis has a wrong solution, the texts have the same parts in all languages, and no file is out of place.
 */
export async function check(course: Course, options: CheckOptions = {}): Promise<Problem[]> {
  const { names = names_of(course), times = 1, limits = {}, takes = () => true, told = () => {} } = options;
  const problems: Problem[] = [];
  for (const name of names) problems.push(...(await of_files(course, name)), ...of_texts(course, name));
  if (options.names === undefined) problems.push(...astray(course));
  const tasks = names
    .filter((name) => existsSync(file_of(course, name, 'judge.ts')))
    .flatMap((name) => tasks_of(course, name, times))
    .filter(({ exercise, file }) => takes(exercise, file));
  const jobs = tasks.map(({ exercise, file }) => job(course, exercise, runnable(course, exercise, file)));
  await judge(
    jobs,
    (at, verdict) => {
      const task = tasks[at];
      if (task === undefined) return;
      told({ ...task, verdict });
      const came = verdict.passed ? 'pass' : (verdict.diagnosis ?? '');
      const problem = (what: string) => problems.push({ exercise: task.exercise, file: task.file, what });
      const plain = verdict_lines(task.exercise, text(course, task.exercise), verdict, (_, words) => words);
      if (came !== task.wanted) problem([`must be ${task.wanted}, but was judged ${came}`, ...plain].join('\n'));
      if (plain.length > screen) problem(`has a verdict of ${plain.length} lines, more than a screen of ${screen}`);
    },
    { together: true, ...limits },
  );
  return problems;
}

/** The number of lines of a terminal. */
const screen = 24;

interface Task {
  readonly exercise: string;
  readonly file: string;
  readonly wanted: string;
}

const is_wrong = /^wrong-([a-z\d_-]+)(\.[a-z\d-]+)?\.ts$/i;

/** The files of an exercise to judge. */
function tasks_of(course: Course, exercise: string, times: number): Task[] {
  return files_of(course, exercise).flatMap((file): Task[] => {
    const wanted = /^(solution|right-.*)\.ts$/.test(file)
      ? 'pass'
      : file === 'starter.ts'
        ? 'todo'
        : is_wrong.exec(file)?.[1];
    if (wanted === undefined) return [];
    return Array.from({ length: wanted === 'pass' ? times : 1 }, () => ({ exercise, file, wanted }));
  });
}

function files_of(course: Course, exercise: string): string[] {
  const folder = file_of(course, exercise, '.');
  return existsSync(folder) ? readdirSync(folder).sort() : [];
}

async function of_files(course: Course, exercise: string): Promise<Problem[]> {
  const files = files_of(course, exercise);
  const texts = course.languages.map((language) => `text.${language}.md`);
  const needed = ['judge.ts', 'starter.ts', 'solution.ts', ...texts];
  const missing = needed.filter((file) => !files.includes(file));
  const stray = files.filter(
    (file) => !needed.includes(file) && !is_wrong.test(file) && !/^right-.*\.ts$|\.kit\.ts$/.test(file),
  );
  const problems = [
    ...missing.map((file): Problem => ({ exercise, file, what: 'is missing' })),
    ...stray.map(
      (file): Problem => ({ exercise, file, what: 'is not a judge, kit, starter, solution, right-, wrong- or text' }),
    ),
  ];
  if (!files.some((file) => file.startsWith('right-')))
    problems.push({ exercise, file: 'right-*.ts', what: 'is missing: an exercise needs a second right solution' });
  if (missing.includes('judge.ts')) return problems;
  const { section, minutes, pages } = await read_exercise(course, exercise);
  if (!/^\d/.test(section) || !(minutes > 0) || pages.length === 0)
    problems.push({ exercise, file: 'judge.ts', what: 'does not name a section, minutes and pages' });
  return problems;
}

/** Checks that the texts have the same parts, and that each diagnosis has a wrong solution. */
function of_texts(course: Course, exercise: string): Problem[] {
  const files = course.languages.map((language) => `text.${language}.md`);
  const there = files.filter((file) => existsSync(file_of(course, exercise, file)));
  const [first, ...others] = there.map((file) => ({ file, ...read_text(file_of(course, exercise, file)) }));
  if (first === undefined) return [];
  const problem = (file: string, what: string): Problem => ({ exercise, file, what });
  const problems: Problem[] = [];
  for (const one of [first, ...others]) {
    if (one.title === '' || one.task === '') problems.push(problem(one.file, 'has no title or no task'));
    if (one.task.split('\n').length > 14) problems.push(problem(one.file, 'has a task of more than 14 lines'));
    if (one.hints.length !== 3) problems.push(problem(one.file, `has ${one.hints.length} hints, not 3`));
    for (const [name, { said, read }] of Object.entries(one.diagnoses))
      if (said === '' || read === '')
        problems.push(problem(one.file, `does not say what ${name} is, or after → where to read`));
  }
  for (const other of others) {
    const [here, there] = [parts(first), parts(other)];
    if (here !== there) problems.push(problem(other.file, `differs in parts from ${first.file}:\n${there}\n${here}`));
  }
  const wrongs = new Set(files_of(course, exercise).flatMap((file) => is_wrong.exec(file)?.[1] ?? []));
  for (const name of Object.keys(first.diagnoses))
    if (!wrongs.has(name)) problems.push(problem(`wrong-${name}.ts`, 'is missing: nothing proves this diagnosis'));
  for (const name of wrongs)
    if (!Object.hasOwn(first.diagnoses, name) && !Object.hasOwn(usual_diagnoses, name))
      problems.push(problem(first.file, `has no text for ${name}`));
  return problems;
}

/** What two languages of a text have in common: headings, and blocks of code. */
function parts({ hints, diagnoses, task }: Text): string {
  const blocks = (text: string) => (text.match(/^```/gm) ?? []).length / 2;
  return [
    `${blocks(task)} blocks`,
    ...hints.map((hint) => `hint with ${blocks(hint)} blocks`),
    ...Object.keys(diagnoses),
  ].join(', ');
}

/** Folders of exercises that no chapter names, and names without a folder. */
function astray(course: Course): Problem[] {
  const names = names_of(course);
  const folders = readdirSync(course.folder, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  return [
    ...folders
      .filter(({ name }) => !names.includes(name) && existsSync(file_of(course, name, 'judge.ts')))
      .map(({ name }): Problem => ({ exercise: name, file: 'course.json', what: 'has no chapter with this exercise' })),
    ...names
      .filter((name) => !existsSync(file_of(course, name, '.')))
      .map((name): Problem => ({ exercise: name, file: name, what: 'has no folder' })),
  ];
}

function text(course: Course, exercise: string): Text {
  return read_text(file_of(course, exercise, `text.${course.languages[0] ?? 'en'}.md`));
}
