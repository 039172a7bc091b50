import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { Lab } from './lab.js';
import type { Verdict } from './verdict.js';

/** The package's folder. */
export const root = fileURLToPath(new URL('../../../', import.meta.url));

/** The folder of a compiled lab. */
export function compiled(name: string): string {
  return fileURLToPath(new URL(`../${name}`, import.meta.url));
}

/** The names of all labs: each has a folder with a lab.ts. The kit's lab.ts defines the types of a lab. */
export function lab_names(): string[] {
  const folder = join(root, 'labs');
  return readdirSync(folder).filter((name) => name !== 'kit' && existsSync(join(folder, name, 'lab.ts')));
}

export async function load(name: string): Promise<Lab> {
  const { default: lab }: { default: Lab } = await import(pathToFileURL(join(compiled(name), 'lab.js')).href);
  return lab;
}

/**
 * Orders labs as a learner meets them: first the labs that LEARN.md names, in its order, then the others by their section of the chapter, with
 * 0.10 after 0.9, and by name.
 */
export function by_path(): (a: Sorted, b: Sorted) => number {
  const page = readFileSync(join(root, 'LEARN.md'), 'utf8');
  const path = [...new Set(page.match(/(?<=\]\(labs\/)[\w-]+(?=\/README\.md\))/g))];
  const place = ({ name }: Sorted) => (path.includes(name) ? path.indexOf(name) : path.length);
  return (a, b) =>
    place(a) - place(b) ||
    a.section.localeCompare(b.section, 'en', { numeric: true }) ||
    a.name.localeCompare(b.name, 'en');
}

type Sorted = Pick<Lab, 'section'> & { readonly name: string };

/** The folder of a run's results, named after the time at which the run began. */
export function run_folder(runs: string, name: string, began = new Date()): string {
  return join(runs, name, began.toISOString().replaceAll(/[:.]/g, '-'));
}

/** The verdict of the last run that did not use the twin; undefined before the first such run. */
export function last_verdict(runs: string, name: string): Verdict | undefined {
  const folder = join(runs, name);
  if (!existsSync(folder)) return undefined;
  for (const time of readdirSync(folder).sort().reverse()) {
    const file = join(folder, time, 'verdict.json');
    if (!existsSync(file)) continue; // a run that is under way
    const verdict = read_verdict(file);
    if (verdict?.twin === false) return verdict;
  }
  return undefined;
}

/** Undefined if the file is incomplete, because the run was killed while it wrote it. */
function read_verdict(file: string): Verdict | undefined {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
