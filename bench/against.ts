import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { root } from './cases.js';
import { number_of } from './children.js';
import { micro_rows, subjects_of } from './micro.js';
import { commands, rounds_of } from './rounds.js';
import { markdown, row } from './statistics.js';

function git(...args: readonly string[]): string {
  return execFileSync('git', ['-C', root, ...args], { encoding: 'utf8' }).trim();
}

function same(commit: string, ...paths: readonly string[]): boolean {
  try {
    git('diff', '--quiet', commit, '--', ...paths);
    return true;
  } catch {
    return false; // it differs: git-diff(1) ends with 1
  }
}

/** What the package is built from. Exercises and examples belong to it in the commits that have them. */
const needed = [
  'src',
  'binding',
  'scripts',
  'exercises',
  'examples',
  'CMakeLists.txt',
  'package.json',
  'package-lock.json',
  'tsconfig.json',
];

/**
 * The package as it was at a commit, built in a folder under out/. The work tree is not changed, and a second run with the same commit
 * builds nothing. If binding/ is the same, the binary of the work tree is used.
 */
export function package_at(revision: string): string {
  const commit = git('rev-parse', '--verify', `${revision}^{commit}`);
  const folder = `${root}out/against/${commit.slice(0, 12)}/`;
  if (!existsSync(`${folder}built`)) {
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder, { recursive: true });
    const there = git('ls-tree', '--name-only', commit).split('\n');
    const parts = there.filter((name) => needed.includes(name));
    const archive = execFileSync('git', ['-C', root, 'archive', commit, ...parts], { maxBuffer: 1 << 28 });
    execFileSync('tar', ['-x', '-C', folder], { input: archive });
    if (same(commit, 'package-lock.json')) symlinkSync('../../../node_modules', `${folder}node_modules`);
    else execFileSync('npm', ['ci', '--ignore-scripts'], { cwd: folder, stdio: ['ignore', 'ignore', 'inherit'] });
    const bin = `${folder}node_modules/.bin/`;
    if (same(commit, 'binding', 'CMakeLists.txt'))
      cpSync(`${root}build/Release`, `${folder}build/Release`, { recursive: true });
    else execFileSync(`${bin}cmake-js`, ['compile'], { cwd: folder, stdio: ['ignore', 'ignore', 'inherit'] });
    const programs = parts
      .filter((name) => name === 'exercises' || name === 'examples')
      .map((name) => `${folder}${name}`);
    execFileSync(`${bin}tsc`, ['-b', folder, ...programs], { stdio: ['ignore', 'inherit', 'inherit'] });
    // Commits without this script build dist/ with tsc alone.
    const bundle = `${folder}scripts/bundle.mjs`;
    if (existsSync(bundle)) execFileSync(process.execPath, [bundle], { stdio: ['ignore', 'ignore', 'inherit'] });
    writeFileSync(`${folder}built`, `${commit}\n`);
  }
  // The subjects are those of the work tree. They load the package of the folder that they are in.
  cpSync(`${root}out/bench/subjects`, `${folder}out/bench/subjects`, { recursive: true });
  return folder;
}

/** Seconds for which a row is measured, and the number of lives they are divided into. A run of all rows, with the build, takes less than three minutes. */
const seconds = 3;
const lives = 2;

/** Prints the micro table of the package at a commit beside that of the work tree. */
export async function against(revision: string, only: (name: string) => boolean): Promise<void> {
  const then = package_at(revision);
  const told = git('log', '-1', '--format=%h %s', revision);
  console.log(`before: ${told}\nafter: the work tree\n`);
  const table = [['', 'C, ns', 'before / C', 'after / C', 'after / before', 'of the medians', 'quartiles']];
  const chosen = micro_rows.filter(({ name }) => only(name));
  for (const [i, one] of chosen.entries()) {
    console.error(`[${i + 1}/${chosen.length}] ${one.title}`);
    const subjects = commands(subjects_of(one, { before: then, after: root }));
    const rounds = await rounds_of(subjects, seconds, lives).catch((error: unknown) => {
      console.error(`left out, since the package then had no such call: ${String(error)}`);
    });
    if (rounds === undefined) continue;
    const of = (name: string) => row((rounds[name] ?? []).map((line) => number_of(line, 'ns')));
    const [c, before, after] = [of('C'), of('before'), of('after')];
    const [low, high] = after.quartiles;
    table.push([
      one.title,
      c.min.toFixed(0),
      (before.min / c.min).toFixed(2),
      (after.min / c.min).toFixed(2),
      (after.min / before.min).toFixed(2),
      (after.median / before.median).toFixed(2),
      `${(low / before.median).toFixed(2)}-${(high / before.median).toFixed(2)}`,
    ]);
  }
  console.log(markdown(table));
}
