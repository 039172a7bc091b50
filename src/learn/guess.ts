import { check_array, check_function, check_string } from '../codec/check.js';
import { say } from './language.js';
import { shown } from './show.js';
import type { Row } from './verdict.js';

/** The first difference between a prediction and a measurement. */
export interface Parted<T> {
  /** The index of the first entry that differs, from 0. */
  readonly at: number;
  /** What the learner wrote there; undefined past the end. */
  readonly guessed: T | undefined;
  /** What was measured there; undefined past the end. */
  readonly measured: T | undefined;
  readonly rows: readonly Row[];
}

/**
 * Compares a learner's prediction with a measurement, entry by entry.
 *
 * @param alike tells whether two entries match; default: {@link fits} for text, equality for other values
 * @returns the first entry that differs, as evidence; undefined if none does
 *
 * @example
 * ```ts
 * import { guess } from 'sys-socket/learn';
 *
 * const parted = guess(['socket(_) = 3', 'listen(3, 5) = 0'], ['socket(AF_INET, SOCK_STREAM, 0) = 3', 'bind(3, _, 16) = 0']);
 * console.log(parted?.at); // 1
 * ```
 */
export function guess<T>(
  guessed: readonly T[],
  measured: readonly T[],
  alike: (guessed: T, measured: T) => boolean = same,
): Parted<T> | undefined {
  check_array(guessed, 'guess: guessed');
  check_array(measured, 'guess: measured');
  check_function(alike, 'guess: alike');
  for (let at = 0; at < Math.max(guessed.length, measured.length); at++) {
    const [one, other] = [guessed[at], measured[at]];
    if (one !== undefined && other !== undefined && alike(one, other)) continue;
    const rows: Row[] = [
      [say('at', '자리'), String(at + 1)],
      [say('you guessed', '예상'), told(one)],
      [say('measured', '실제'), told(other)],
    ];
    return { at, guessed: one, measured: other, rows };
  }
  return undefined;
}

/** Tells whether a text matches a pattern, in which a separate `_` matches anything. All white space counts as equal. */
export function fits(pattern: string, text: string): boolean {
  check_string(pattern, 'fits: pattern');
  check_string(text, 'fits: text');
  const [wanted, found] = [pattern, text].map((one) => one.trim().replaceAll(/\s+/g, ' '));
  const parts = (wanted ?? '').split(/(?<!\w)_(?!\w)/).map((part) => part.replaceAll(/[\\^$.*+?()[\]{}|]/g, '\\$&'));
  return new RegExp(`^${parts.join('.*')}$`, 's').test(found ?? '');
}

function same(guessed: unknown, measured: unknown): boolean {
  if (typeof guessed === 'string' && typeof measured === 'string') return fits(guessed, measured);
  return Object.is(guessed, measured);
}

function told(entry: unknown): string {
  if (entry === undefined) return say('(nothing)', '(없음)');
  return typeof entry === 'string' ? entry.trim().replaceAll(/\s+/g, ' ') : shown(entry);
}
