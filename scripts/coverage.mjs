// The end of scripts/coverage.sh: which lines of binding/ and src/ ran. It fails if fewer than 95 % did, if a line that did not has no reason in
// test/uncovered.txt, or if a line there does not exist, or ran although its reason says that it never does.
//
//   node scripts/coverage.mjs FOLDER    FOLDER is out/coverage
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { lines_of_binding } from './coverage-binding.mjs';
import { kinds, reasons_of, varies } from './coverage-reasons.mjs';
import { lines_of_src } from './coverage-src.mjs';

const least = 95;
const record = 'test/uncovered.txt';
const [folder] = process.argv.slice(2);
const failures = [];

const binding = lines_of_binding(join(folder, 'build'), join(folder, 'counts/gcov'));
const src = await lines_of_src(join(folder, 'vitest/coverage-final.json'), join(folder, 'counts/v8'));

for (const [name, counts] of [
  ['binding/', binding],
  ['src/', src],
]) {
  const all = [...counts.values()].flatMap((lines) => [...lines.values()]);
  const ran = all.filter((count) => count > 0).length;
  const percent = (100 * ran) / all.length;
  console.log(`${name}: ${percent.toFixed(2)} % of the lines ran, all but ${all.length - ran} of ${all.length}`);
  if (!(percent >= least)) failures.push(`${name}: less than ${least} % of the lines ran`);
}

const missed = new Map([...binding, ...src].sort().map(([file, counts]) => [file, texts_of(file, counts)]));
const times = new Map(kinds.map((kind) => [kind, 0]));
for (const { kind, file, text } of reasons_of(record)) {
  const texts = missed.get(file) ?? [];
  if (texts.includes(text)) {
    texts.splice(texts.indexOf(text), 1);
    times.set(kind, times.get(kind) + 1);
  } else if (!existsSync(file) || !lines_of(file).includes(text)) {
    failures.push(`${record}: ${file} has no such line: ${text}`);
  } else if (varies(kind)) {
    console.log(`${record}: ran this time: ${file}: ${text}`);
  } else {
    failures.push(`${record}: ran, and must not be listed: ${file}: ${text}`);
  }
}
console.log(`reasons: ${[...times].map(([kind, count]) => `${kind} ${count}`).join(', ')}`);
for (const [file, texts] of missed) {
  if (texts.length > 0)
    failures.push(`no reason in ${record}:\n  ${file}\n${texts.map((text) => `    ${text}`).join('\n')}`);
}
for (const failure of failures) console.log(failure);
process.exitCode = failures.length > 0 ? 1 : 0;

/** The texts of the lines that did not run. */
function texts_of(file, counts) {
  const lines = lines_of(file);
  const numbers = [...counts].filter(([, count]) => count === 0).map(([line]) => line);
  return numbers.sort((a, b) => a - b).map((line) => lines[line - 1]);
}

function lines_of(file) {
  return readFileSync(file, 'utf8')
    .split('\n')
    .map((line) => line.trim());
}
