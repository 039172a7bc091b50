import { check_function, check_object, check_string, check_strings } from '../codec/check.js';
import { check_rows, type Row } from './verdict.js';

/** The judge's access to the file that it judges. */
export interface Bench {
  /** The path of the learner's file. */
  readonly file: string;
  /**
   * Loads the file into the judge's own process, and returns the function that it exports under this name. Its calls can be watched and
   * answered by script: {@link watch}, {@link play}.
   */
  load<F extends (...args: never[]) => unknown>(name: string): Promise<F>;
  /** Adds a remark to a pass: the solution is right, but misses the lesson. */
  remark(text: string): void;
  /** Adds a line about what was tried to the verdict, whether the file passes or fails. */
  tries(label: string, text: string): void;
}

/** An exercise: its subject and its judge. Its texts are in text.en.md and text.ko.md beside it. */
export interface Exercise {
  /** The section of the chapter: `0.5`. */
  readonly section: string;
  /** The time in minutes that it takes a learner who has read the chapter. */
  readonly minutes: number;
  /** The man pages: `recv(2)`. */
  readonly pages: readonly string[];
  /** The lab that shows the same subject. */
  readonly lab?: string;
  /** The functions of the package that a solution must not use, because the exercise is to write them. */
  readonly forbids?: readonly string[];
  /** Judges the file. At the first mistake it calls {@link wrong}, which throws. */
  judge(bench: Bench): void | Promise<void>;
}

/** Checks the type of an exercise and returns it. A `judge.ts` exports it as its default. */
export function exercise(definition: Exercise): Exercise {
  check_object(definition, 'exercise: definition');
  check_string(definition.section, 'exercise: definition.section');
  check_strings(definition.pages, 'exercise: definition.pages');
  if (typeof definition.minutes !== 'number') throw new TypeError('exercise: definition.minutes must be a number');
  if (definition.lab !== undefined) check_string(definition.lab, 'exercise: definition.lab');
  if (definition.forbids !== undefined) check_strings(definition.forbids, 'exercise: definition.forbids');
  check_function(definition.judge, 'exercise: definition.judge');
  return definition;
}

/** A mistake: one diagnosis, and its evidence. */
export class Wrong extends Error {
  override readonly name = 'Wrong';
  readonly diagnosis: string;
  readonly evidence: readonly Row[];

  constructor(diagnosis: string, evidence: readonly Row[]) {
    check_string(diagnosis, 'wrong: diagnosis');
    check_rows(evidence, 'wrong: evidence');
    super(diagnosis);
    this.diagnosis = diagnosis;
    this.evidence = evidence;
  }
}

/** Evidence: a row, or an object with rows. */
export type Evidence = Row | { readonly rows: readonly Row[] };

/** Ends the judging with a diagnosis and its evidence. */
export function wrong(diagnosis: string, ...evidence: readonly Evidence[]): never {
  const rows = evidence.flatMap((one) => {
    check_object(one, 'wrong: evidence');
    return 'rows' in one ? one.rows : [one];
  });
  throw new Wrong(diagnosis, rows);
}

/** True for what the unfinished part of a starter throws. */
export function is_todo(error: unknown): boolean {
  return error instanceof Error && /^TODO\b/.test(error.message);
}
