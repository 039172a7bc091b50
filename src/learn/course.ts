import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { package_root } from '../load.js';
import type { Exercise } from './exercise.js';
import { type Language, say } from './language.js';
import { make_runnable } from './source.js';
import { read_text, type Text } from './text.js';
import type { Job } from './verdict.js';

/** `course.json` of a course's folder. */
interface CourseFile {
  /** The version of this file format. */
  readonly format: 1;
  readonly name: string;
  readonly languages: readonly Language[];
  readonly chapters: readonly Chapter[];
}

export interface Chapter {
  readonly title: Readonly<Record<Language, string>>;
  /** Names of folders: `05-recv-exact`. */
  readonly exercises: readonly string[];
}

/** A folder of exercises. */
export interface Course extends CourseFile {
  readonly folder: string;
  /** The folder of its judges as JavaScript; undefined if Node runs the TypeScript. */
  readonly compiled: string | undefined;
}

/** The package's own course. */
export const own_folder = `${package_root}exercises`;
/** In a clone, the folder into which the tests compile the course; in the package, the folder of the judges. */
const own_compiled = [`${package_root}out/exercises`, `${package_root}dist/exercises`];

/**
 * Reads a course: a folder, or the name of a package that is one.
 *
 * @throws Error if it is not a course
 */
export function read_course(place: string = own_folder): Course {
  const folder = existsSync(join(place, 'course.json')) ? resolve(place) : package_folder(place);
  const file: CourseFile = JSON.parse(readFileSync(join(folder, 'course.json'), 'utf8'));
  if (file.format !== 1)
    throw new Error(
      say(
        `${folder}/course.json has format ${file.format}: this sys-socket supports only format 1`,
        `${folder}/course.json의 형식은 ${file.format}이고, 이 sys-socket은 형식 1만 안다`,
      ),
    );
  return { ...file, folder, compiled: folder === own_folder ? own_compiled.find(existsSync) : undefined };
}

function package_folder(name: string): string {
  try {
    const file = createRequire(join(process.cwd(), 'x.js')).resolve(`${name}/course.json`);
    return join(file, '..');
  } catch {
    throw new Error(
      say(
        `${name}: no folder with a course.json, and no installed package of that name`,
        `${name}: 그곳에 course.json이 없고, 그런 이름의 패키지도 여기 없다`,
      ),
    );
  }
}

/** The names of all exercises, in order. */
export function names_of({ chapters }: Course): string[] {
  return chapters.flatMap(({ exercises }) => exercises);
}

/** The exercise with this name, `05-recv-exact`, this number, or this name without the number. */
export function find(course: Course, word: string): string | undefined {
  const bare = word.replace(/^.*\//, '').replace(/\.[cm]?[jt]s$/, '');
  return names_of(course).find(
    (name) => name === bare || name.replace(/^\d+-/, '') === bare || Number.parseInt(name, 10) === Number(bare),
  );
}

/** A file of an exercise's folder. */
export function file_of({ folder }: Course, name: string, file: string): string {
  return join(folder, name, file);
}

/** A TypeScript file of an exercise in a form that Node can run: compiled, if there is a compiled one. */
export function runnable({ folder, compiled }: Course, name: string, file: string): string {
  const made = compiled && join(compiled, name, file.replace(/ts$/, 'js'));
  return made !== undefined && existsSync(made) ? made : join(folder, name, file);
}

export async function read_exercise(course: Course, name: string): Promise<Exercise> {
  const file = runnable(course, name, 'judge.ts');
  make_runnable(file);
  const { default: exercise }: { default: Exercise } = await import(pathToFileURL(file).href);
  return exercise;
}

export function text_of(course: Course, name: string, language: Language): Text {
  const spoken = course.languages.includes(language) ? language : course.languages[0];
  return read_text(file_of(course, name, `text.${spoken ?? 'en'}.md`));
}

/** The judging of a file by an exercise. */
export function job(course: Course, name: string, file: string): Job {
  return {
    file: resolve(file),
    judge: runnable(course, name, 'judge.ts'),
    starter: file_of(course, name, 'starter.ts'),
  };
}
