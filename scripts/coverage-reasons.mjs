// test/uncovered.txt: the lines that the suite does not run, and why.
import { readFileSync } from 'node:fs';

const strict = ['memory', 'never', 'seldom'];
/** The kinds of reason, which the record explains. */
export const kinds = [...strict, 'platform', 'ending', 'kernel', 'chance', 'lost'];
/** True if a line with such a reason may run after all, by chance or on another machine. */
export const varies = (kind) => !strict.includes(kind);

/**
 * Reads the record, whose head says how it is written. A text that is listed twice for a file stands for two lines of the file, as `}` does.
 */
export function reasons_of(path) {
  const reasons = [];
  let kind;
  let file;
  for (const [index, line] of readFileSync(path, 'utf8').split('\n').entries()) {
    const indent = line.search(/[^ ]/);
    if (indent < 0 || line.startsWith('#')) continue;
    if (indent === 0) kind = /^(\w+): /.exec(line)?.[1] ?? kind;
    else if (indent === 2) file = line.trim();
    else if (indent === 4) reasons.push({ kind, file, text: line.trim() });
    if (![0, 2, 4].includes(indent) || !kinds.includes(kind)) throw new Error(`${path}:${index + 1}: ${line}`);
  }
  return reasons;
}
