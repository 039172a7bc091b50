import { check_function, check_object, check_string, check_strings } from '../codec/check.js';
import { check_rows, type Row } from './verdict.js';

/** What a judge has of the file that it judges. */
export interface Bench {
  /** The learner's file. */
  readonly file: string;
  /**
   * What the file exports under this name, of the type that it must have. It is loaded into the judge's own process, so what it calls
   * can be watched and played with: {@link play}.
   */
  load<F extends (...args: never[]) => unknown>(name: string): Promise<F>;
  /** Something to say beside a pass: a way that is right, and not the lesson. */
  remark(text: string): void;
  /** A line for the verdict, whatever it will be: what was tried. */
  tries(label: string, text: string): void;
}

/** An exercise: what it is about, and how it is judged. Its words are in text.en.md and text.ko.md beside it. */
export interface Exercise {
  /** Where the chapter has it: `0.5`. */
  readonly section: string;
  /** For somebody who has read the chapter. */
  readonly minutes: number;
  /** `recv(2)` */
  readonly pages: readonly string[];
  /** The lab that shows what this asks. */
  readonly lab?: string;
  /** What of the package is not to be used, since it is what is to be built. */
  readonly forbids?: readonly string[];
  /** Throws what {@link wrong} throws, at the first cause. */
  judge(bench: Bench): void | Promise<void>;
}

/** An exercise, checked by its type. A `judge.ts` exports it as its default. */
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

/** What was found wrong: one diagnosis, and what proves it. */
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

/** Something that can prove: rows, or what has rows. */
export type Evidence = Row | { readonly rows: readonly Row[] };

/** Ends the judging with a diagnosis. */
export function wrong(diagnosis: string, ...evidence: readonly Evidence[]): never {
  const rows = evidence.flatMap((one) => {
    check_object(one, 'wrong: evidence');
    return 'rows' in one ? one.rows : [one];
  });
  throw new Wrong(diagnosis, rows);
}

/** The hole of a starter throws this. */
export function is_todo(error: unknown): boolean {
  return error instanceof Error && /^TODO\b/.test(error.message);
}
