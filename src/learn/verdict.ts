import { check_strings } from '../codec/check.js';

/** A row of evidence: a label and a text. */
export type Row = readonly [label: string, text: string];

export function check_rows(rows: unknown, where: string): asserts rows is readonly Row[] {
  if (!Array.isArray(rows)) throw new TypeError(`${where} must be rows: arrays of a label and a text`);
  for (const row of rows) {
    check_strings(row, where);
    if (row.length !== 2) throw new TypeError(`${where} must be rows: arrays of a label and a text`);
  }
}

/** The result of judging one file. */
export interface Verdict {
  readonly passed: boolean;
  /** The first mistake, if the file did not pass. */
  readonly diagnosis?: string;
  readonly evidence: readonly Row[];
  readonly remarks: readonly string[];
}

/**
 * The messages of the judging child, one line of JSON each: it begins a file, it has loaded the file, it makes a call that may block, the
 * call has returned, it has a verdict.
 */
export type Message =
  | { readonly kind: 'begin'; readonly job: number }
  | { readonly kind: 'loaded' }
  | { readonly kind: 'call'; readonly call?: string }
  | { readonly kind: 'verdict'; readonly job: number; readonly verdict: Verdict };

/** The paths of a file to judge and of the judge of its exercise. */
export interface Job {
  readonly file: string;
  readonly judge: string;
  /** The starter: an unchanged file counts as not begun. */
  readonly starter: string;
}
