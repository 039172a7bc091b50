// Writes verdicts.json: for each exercise a wrong solution, and what the judge says of it, with the calls that prove it. It takes a built
// package and some minutes; test/site.test.ts holds the file to the texts. NAME... does only those.
import { spawnSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root } from './layout.mjs';
import { parted } from './steps.mjs';

const target = join(root, 'site/verdicts.json');
const known = existsSync(target) ? JSON.parse(readFileSync(target, 'utf8')) : {};
const { chapters } = JSON.parse(readFileSync(join(root, 'exercises/course.json'), 'utf8'));
const all = chapters.flatMap(({ exercises }) => exercises);
const wanted = process.argv.slice(2);

for (const name of wanted.length > 0 ? wanted : all) {
  known[name] = verdict_of(name);
  const sorted = all.filter((one) => one in known).map((one) => [one, known[one]]);
  writeFileSync(target, `${JSON.stringify(Object.fromEntries(sorted), undefined, 2)}\n`);
}

/** The verdict on the wrong solution whose diagnosis stands first in the text. */
function verdict_of(name) {
  const folder = join(root, 'exercises', name);
  const [[diagnosis]] = parted(readFileSync(join(folder, 'text.en.md'), 'utf8')).verdicts;
  const file = join(folder, `wrong-${diagnosis}.ts`);
  const at = mkdtempSync(join(tmpdir(), 'sys-socket-verdict-'));
  mkdirSync(join(at, 'exercises'));
  // As in a learner's folder: without it TypeScript would take the files for CommonJS.
  writeFileSync(join(at, 'package.json'), '{ "type": "module" }\n');
  // An exercise may use those before it.
  for (const other of all)
    copyFileSync(join(root, 'exercises', other, 'solution.ts'), join(at, 'exercises', `${other}.ts`));
  copyFileSync(file, join(at, 'exercises', `${name}.ts`));
  const told = (lang) => {
    const command = [join(root, 'dist/cli.js'), 'learn', 'verify', name, '--lang', lang, '--color', 'never'];
    const { stdout, status } = spawnSync(process.execPath, command, { cwd: at, encoding: 'utf8' });
    if (status !== 1) throw new Error(`${name}: the judge says\n${stdout}`);
    return stdout.trimEnd();
  };
  try {
    return { diagnosis, en: told('en'), ko: told('ko') };
  } finally {
    rmSync(at, { recursive: true });
  }
}
