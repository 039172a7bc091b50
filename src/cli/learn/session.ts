import { existsSync } from 'node:fs';
import { basename, relative } from 'node:path';
import { filled } from '../../learn/columns.js';
import { type Course, find, job, names_of, read_course, text_of } from '../../learn/course.js';
import { judge } from '../../learn/judge.js';
import { language, say } from '../../learn/language.js';
import { learners_file, reset, scaffold } from '../../learn/scaffold.js';
import { verdict_lines, width_of } from '../../learn/screen.js';
import { install_typescript, syntax_error, type_error, typescript_for } from '../../learn/source.js';
import {
  hash_of,
  type Progress,
  progress_of,
  read_state,
  type State,
  with_progress,
  write_state,
} from '../../learn/state.js';
import type { Text } from '../../learn/text.js';
import type { Row, Verdict } from '../../learn/verdict.js';
import { type Paint, paint_for } from '../colour.js';
import { Failure, Misuse } from '../command.js';

/** The options of the command line. */
export interface Settings {
  readonly lang?: string | undefined;
  readonly course?: string | undefined;
  readonly all?: boolean | undefined;
  readonly json?: boolean | undefined;
  readonly color?: string | undefined;
  readonly times?: string | undefined;
  readonly only?: string[] | undefined;
  readonly give_up?: boolean | undefined;
}

/** A learner's folder, a course, and the progress. */
export class Session {
  readonly folder: string;
  readonly course: Course;
  readonly paint: Paint;
  readonly settings: Settings;
  #state: State;

  constructor(folder: string, state: State, settings: Settings) {
    this.folder = folder;
    this.settings = settings;
    const course = settings.course ?? state.course;
    this.course = read_course(course);
    this.#state = { ...state, language, ...(course === undefined ? {} : { course }) };
    this.paint = paint_for(settings.color ?? 'auto', process.stdout.isTTY === true);
  }

  get names(): readonly string[] {
    return names_of(this.course);
  }

  /** The exercise that a word of the command line refers to. */
  name(word: string | undefined): string {
    const name = word === undefined ? undefined : find(this.course, word);
    if (name !== undefined) return name;
    throw new Misuse(
      word === undefined
        ? say('the name of an exercise is missing', '과제의 이름이 필요하다')
        : say(
            `${word}: no such exercise; sys-socket learn list shows all`,
            `${word}: 그런 과제가 없다. sys-socket learn list가 모두 보여 준다`,
          ),
    );
  }

  /** The text of an exercise, wrapped to the width of the terminal. */
  text(name: string): Text {
    const { task, hints, ...text } = text_of(this.course, name, language);
    const width = width_of(process.stdout);
    return { ...text, task: filled(task, width), hints: hints.map((hint) => filled(hint, width)) };
  }

  file(name: string): string {
    return learners_file(this.folder, name);
  }

  /** The path of the file, relative to the working directory. */
  near(name: string): string {
    return relative('', this.file(name));
  }

  progress(name: string): Progress {
    return progress_of(this.#state, name);
  }

  /** The first unsolved exercise after the given one, or else before it; undefined if all are solved. */
  next(behind = ''): string | undefined {
    const from = this.names.indexOf(behind) + 1;
    const order = [...this.names.slice(from), ...this.names.slice(0, from)];
    return order.find((name) => this.progress(name).state !== 'passed');
  }

  /** Creates the missing files of the folder, and the file of the given exercise even if it is in a later chapter. */
  scaffold(name?: string): string[] {
    const made = scaffold(this.course, this.folder, this.#state);
    if (name !== undefined && !existsSync(this.file(name))) {
      reset(this.course, this.folder, name);
      made.push(this.file(name));
    }
    this.#write();
    return made;
  }

  note(name: string, change: Partial<Progress>): void {
    // Another process may have written the state in the meantime.
    this.#state = { ...this.#state, exercises: read_state(this.folder).exercises };
    this.#state = with_progress(this.#state, name, change);
    this.#write();
  }

  #write(): void {
    write_state(this.folder, this.#state);
  }

  /** Judges files of the learner, and records the results. */
  async judge(names: readonly string[], told: (name: string, verdict: Verdict) => void): Promise<readonly Verdict[]> {
    for (const name of names) this.#runs(name);
    const jobs = names.map((name) => job(this.course, name, this.file(name)));
    return judge(jobs, (at, judged) => {
      const name = names[at] ?? '';
      const verdict = by_type(this.file(name), judged);
      const { state, tries } = this.progress(name);
      const touched = verdict.diagnosis !== 'todo';
      if (verdict.passed)
        this.note(name, {
          state: 'passed',
          hash: hash_of(this.file(name)),
          tries: state === 'passed' ? tries : tries + 1,
        });
      else this.note(name, { state: 'open', tries: touched ? tries + 1 : tries });
      told(name, verdict);
    });
  }

  must_be_there(name: string): void {
    if (existsSync(this.file(name))) return;
    throw new Failure(
      say(
        `${this.near(name)}: no such file; npx sys-socket learn ${name} creates it`,
        `${this.near(name)}: 그런 파일이 없다. npx sys-socket learn ${name}(으)로 만든다`,
      ),
    );
  }

  #runs(name: string): void {
    this.must_be_there(name);
    const file = this.file(name);
    if (Reflect.get(process.features, 'typescript') || typescript_for(file) !== undefined) return;
    throw new Failure(
      say(
        `Node ${process.versions.node} does not run TypeScript by itself: ${install_typescript} (or use Node 22.18 or newer)`,
        `Node ${process.versions.node}은 TypeScript를 스스로 실행하지 못한다: ${install_typescript} (또는 Node 22.18 이상)`,
      ),
    );
  }

  lines(name: string, verdict: Verdict): string[] {
    return verdict_lines(name, this.text(name), verdict, this.paint, width_of(process.stdout));
  }
}

/** A type error is the cause of an exception, and may be the cause of any other failure: adds it to the verdict. */
function by_type(file: string, verdict: Verdict): Verdict {
  if (verdict.diagnosis === 'does-not-parse') return { ...verdict, evidence: syntax_error(file) ?? verdict.evidence };
  if (verdict.passed || untyped.has(verdict.diagnosis ?? '')) return verdict;
  const found = type_error(file, verdict.evidence.map(([, text]) => text).join('\n'));
  if (found === undefined) return verdict;
  if (verdict.diagnosis === 'throws') return { ...verdict, diagnosis: 'does-not-type-check', evidence: found };
  const [[line, source] = ['', '']] = found;
  const [, complaint] = found.at(-1) ?? ['', ''];
  const types: Row[] = [
    [say('types', '타입'), `${basename(line)}  ${source.trim()}`],
    ['', complaint.replace(/^ *\^ /, '')],
  ];
  return { ...verdict, evidence: [...verdict.evidence, ...types] };
}

/** Diagnoses to which the type checker has nothing to add. */
const untyped = new Set(['todo', 'no-such-export', 'uses-what-you-are-to-build']);
